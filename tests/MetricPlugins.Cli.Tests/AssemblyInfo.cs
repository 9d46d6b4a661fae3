// Commands that are carried out in this process follow one another; classes that start processes run beside them.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
