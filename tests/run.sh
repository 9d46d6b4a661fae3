# Sourced by ./metric test: builds everything, runs all tests, ends in `N passed, N failed, N skipped`.
# Arguments go to dotnet test: ./metric test --filter FullyQualifiedName~Triplet
#
# DuckDB, hyparquet and arrow-rs, which interop tests compare with; those tests are skipped by name without them.
node_tests=$here/tests/node
if command -v npm >/dev/null && [ ! "$node_tests/node_modules/.package-lock.json" -nt "$node_tests/package-lock.json" ]; then
	say "Installing the node packages of the interop tests"
	(cd "$node_tests" && npm ci --no-audit --no-fund --loglevel=error) >&2 || say "npm failed: the tests that need node are skipped"
fi

lock_builds
build MetricPlugins.slnx
exec 9>&-

# Several test processes share the cores: a thread of libtorch that waits for its peers must not spin on one that they need.
export OMP_WAIT_POLICY=passive
output=$artifacts/test.log
code=0
DOTNET_CLI_UI_LANGUAGE=en dotnet test "$here/MetricPlugins.slnx" "${properties[@]}" --no-build --nologo -v quiet \
	--logger 'console;verbosity=minimal' "$@" | tee "$output" || code=$?

# Each test project closes with a line of its counts.
count() { grep -E '^(Passed|Failed|Skipped)! ' "$output" | grep -oE "$1: +[0-9]+" | awk '{ sum += $2 } END { print sum + 0 }'; }
passed=$(count Passed) failed=$(count Failed) skipped=$(count Skipped)
[ $((passed + failed)) -gt 0 ] || { say "No test ran."; [ "$code" -ne 0 ] || code=1; }
[ "$failed" -eq 0 ] || [ "$code" -ne 0 ] || code=1
echo "$passed passed, $failed failed, $skipped skipped"
exit "$code"
