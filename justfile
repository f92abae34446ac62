# Shorthand for what CONTRIBUTING.md says. Nothing here is needed to build, run or test.

# a complete world in a temporary folder
demo:
    go run ./cmd/faelled demo

test:
    go test ./...

# pages, words and styles made again from their sources
generate:
    go tool -modfile=tools/go.mod templ generate
    cd web && npm ci && node build.mjs

# everything CI does
ci:
    bash .ci/run

# what is too long for every run: more cases, longer fuzzing
long:
    go test -rapid.checks=10000 ./internal/...
    for f in $(grep -rlE '^func Fuzz' internal --include='*_test.go' | xargs -n1 dirname | sort -u); do \
        for z in $(grep -ohE '^func (Fuzz\w+)' $f/*_test.go | cut -d' ' -f2); do go test -fuzz="^$z\$" -fuzztime=2m ./$f; done; done

# the figures of the README
bench:
    go test -run '^$' -bench . -benchtime 3s ./internal/...
