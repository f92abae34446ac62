package app

import (
	"fmt"
	"net/netip"
	"net/url"
	"reflect"
	"strings"
)

// Config is everything that can be set, read once at the start from flags,
// the environment and an optional file.
type Config struct {
	DSN            string   `help:"SQLite file, or postgres:// address." default:"faelled.db" env:"FAELLED_DSN"`
	Addr           string   `help:"Address to listen on, HOST:PORT." default:"127.0.0.1:8080" env:"FAELLED_ADDR"`
	BaseURL        string   `help:"Public address of the site, as it stands in mails: https://faelled.example." default:"http://127.0.0.1:8080" env:"FAELLED_BASE_URL"`
	SMTPURL        string   `name:"smtp-url" help:"Mail server: smtp://user:password@host:587 or smtps://…:465." env:"FAELLED_SMTP_URL"`
	MailFrom       string   `help:"Sender of all mail." default:"Fælled <faelled@localhost>" env:"FAELLED_MAIL_FROM"`
	SecretFile     string   `help:"File with the key that seals the audit trail; made at the very first start. Keep a copy apart from the database." default:"faelled.secret" env:"FAELLED_SECRET_FILE"`
	MetricsAddr    string   `help:"Address for /metrics (Prometheus); empty is off." env:"FAELLED_METRICS_ADDR"`
	TrustedProxies []string `help:"Networks of the reverse proxies whose X-Forwarded-For is believed: 127.0.0.1/32." env:"FAELLED_TRUSTED_PROXIES"`
	Workers        int      `help:"Jobs run at the same time; one of them is never mail." default:"3" env:"FAELLED_WORKERS"`
}

// Check names the first setting that cannot be used.
func (c Config) Check() error {
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("base-url %q is not an address such as https://faelled.example", c.BaseURL)
	}
	if c.Workers < 1 {
		return fmt.Errorf("workers must be at least 1, not %d", c.Workers)
	}
	_, err = c.proxies()
	return err
}

// secure tells whether the site is reached over https, as everywhere but in a
// trial at one's own machine.
func (c Config) secure() bool { return strings.HasPrefix(c.BaseURL, "https://") }

func (c Config) proxies() (list []netip.Prefix, err error) {
	for _, text := range c.TrustedProxies {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("trusted-proxies: %w", err)
		}
		list = append(list, prefix)
	}
	return list, nil
}

// String lists the settings, one a line, without passwords.
func (c Config) String() string {
	c.DSN, c.SMTPURL = redacted(c.DSN), redacted(c.SMTPURL)
	var out strings.Builder
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		fmt.Fprintf(&out, "%s=%v\n", v.Type().Field(i).Tag.Get("env"), v.Field(i))
	}
	return out.String()
}

// redacted hides the passwords of an address, which may also stand among its
// parameters; a file name has none.
func redacted(text string) string {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return "(unreadable)"
	case u.Scheme == "":
		return text
	}
	q := u.Query()
	for key := range q {
		if strings.Contains(strings.ToLower(key), "pass") || strings.Contains(strings.ToLower(key), "secret") {
			q.Set(key, "xxxxx")
			u.RawQuery = q.Encode()
		}
	}
	return u.Redacted()
}
