# Sourced by ./metric test: builds everything, runs all tests, ends in `N passed, N failed, N skipped`.
# Arguments go to dotnet test: ./metric test --filter FullyQualifiedName~Triplet
require_dotnet
require_packages

# DuckDB and hyparquet, the readers that interop tests compare with; those tests are skipped by name without them.
node_tests=$here/tests/node
if command -v npm >/dev/null && [ ! "$node_tests/node_modules/.package-lock.json" -nt "$node_tests/package-lock.json" ]; then
	say "Installing the node packages of the interop tests"
	(cd "$node_tests" && npm ci --no-audit --no-fund --loglevel=error) >&2 || say "npm failed: the tests that need node are skipped"
fi

build MetricPlugins.sln

results=$artifacts/test-results
rm -rf "$results"
code=0
dotnet test "$here/MetricPlugins.sln" -c Release -p:Stack="$stack" --no-build --nologo -v quiet \
	--logger 'console;verbosity=minimal' --logger trx --results-directory "$results" "$@" || code=$?

# Each test project leaves one result file with its counters.
passed=0 failed=0 skipped=0
for file in "$results"/*.trx; do
	[ -e "$file" ] || break
	counters=$(grep -o '<Counters [^>]*>' "$file")
	count() { grep -oE " $1=\"[0-9]+\"" <<<"$counters" | grep -oE '[0-9]+'; }
	passed=$((passed + $(count passed)))
	failed=$((failed + $(count failed)))
	skipped=$((skipped + $(count total) - $(count passed) - $(count failed)))
done
[ $((passed + failed)) -gt 0 ] || { say "No test ran."; [ "$code" -ne 0 ] || code=1; }
[ "$failed" -eq 0 ] || [ "$code" -ne 0 ] || code=1
echo "$passed passed, $failed failed, $skipped skipped"
exit "$code"
