package app

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestTheSecretIsMadeOnceAndKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if _, err := readSecret(file); err == nil {
		t.Error("a check made up a key")
	}
	first, err := ensureSecret(file)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ensureSecret(file)
	if err != nil || !bytes.Equal(first, again) || len(first) != secretBytes {
		t.Errorf("%d bytes, then %d; %v", len(first), len(again), err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(file, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readSecret(file); err == nil {
		t.Error("a broken secret was accepted")
	}
}
