package app

import (
	"strings"
	"testing"
)

func TestSettingsArePrintedWithoutPasswords(t *testing.T) {
	text := Config{
		DSN: "postgres://faelled:hemmelig@db.example/faelled", SMTPURL: "smtp://me:hemmelig@mail.example:587", SecretFile: "key",
	}.String()
	if strings.Contains(text, "hemmelig") {
		t.Error("a password is printed")
	}
	for _, want := range []string{"FAELLED_DSN=postgres://faelled:xxxxx@db.example/faelled\n", "FAELLED_SECRET_FILE=key\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}

func TestPasswordsAmongParametersAreHidden(t *testing.T) {
	for dsn, want := range map[string]string{
		"postgres://db.example/faelled?user=f&password=hemmelig":                   "postgres://db.example/faelled?password=xxxxx&user=f",
		"postgres://f:hemmelig@db.example/faelled?sslpassword=hemmelig&sslmode=no": "postgres://f:xxxxx@db.example/faelled?sslmode=no&sslpassword=xxxxx",
		"postgres://db.example/faelled?sslmode=verify-full":                        "postgres://db.example/faelled?sslmode=verify-full",
		"/var/lib/faelled/hus?.db":                                                 "/var/lib/faelled/hus?.db",
	} {
		if got := redacted(dsn); got != want {
			t.Errorf("%s is printed as %s", dsn, got)
		}
	}
}

func TestUnusableSettingsAreNamed(t *testing.T) {
	good := Config{BaseURL: "https://faelled.example", Workers: 2, TrustedProxies: []string{"10.0.0.0/8"}}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, break_ := range map[string]func(*Config){
		"base-url":        func(c *Config) { c.BaseURL = "faelled.example" },
		"workers":         func(c *Config) { c.Workers = 0 },
		"trusted-proxies": func(c *Config) { c.TrustedProxies = []string{"10.0.0.1"} },
	} {
		c := good
		break_(&c)
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
