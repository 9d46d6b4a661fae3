// A schema is a tree here, and the list of its nodes in the file.
export const leaf = (name, type, more) => ({ name, type, repetition_type: 'OPTIONAL', ...more });
export const group = (name, children, more) => ({ name, children, repetition_type: 'OPTIONAL', num_children: children.length, ...more });
export const list = (name, item, container = 'list') =>
  group(name, [group(container, [item], { repetition_type: 'REPEATED' })], { converted_type: 'LIST' });
export const map = (name, key, value) =>
  group(name, [group('key_value', [key, value], { repetition_type: 'REPEATED' })], { converted_type: 'MAP' });

export const nodesOf = fields => [{ name: 'root', num_children: fields.length }, ...fields.flatMap(nodes)];
export const pathsOf = fields =>
  fields.flatMap(({ name, children }) => (children ? pathsOf(children).map(path => [name, ...path]) : [[name]]));

const nodes = ({ children = [], ...node }) => [node, ...children.flatMap(nodes)];
