package mail

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"
)

// Sender sends through one mail server.
type Sender struct {
	from    *netmail.Address
	host    string
	tls     bool // from the start
	options []mail.Option
}

// Open takes the mail server's URL, smtp://user:pass@host:port or smtps://…, and
// the sender's address, which may have a name: Fælled <moede@faelled.example>.
// Nothing is connected yet.
//
// smtps speaks TLS from the start (port 465); smtp (port 25, or 587 with a
// password) goes over to it when the server offers, and must when there is a
// password to protect or the URL ends in ?tls=required. Only the same machine is
// trusted with a password in the clear.
func Open(server, from string) (*Sender, error) {
	u, err := url.Parse(server)
	if err != nil {
		return nil, fmt.Errorf("mail: the server's URL cannot be read") // err would tell the password
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("mail: sender %q: %w", from, err)
	}
	s := &Sender{from: sender, host: u.Hostname()}
	if s.host == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, fmt.Errorf("mail: want smtp://host or smtps://host")
	}
	password, signsIn := u.User.Password()
	port := 25
	policy := mail.TLSOpportunistic
	switch {
	case u.Scheme == "smtps":
		port, s.tls = 465, true
		s.options = append(s.options, mail.WithSSL())
	case signsIn:
		port = 587
	}
	if signsIn && !loopback(s.host) || u.Query().Get("tls") == "required" {
		policy = mail.TLSMandatory
	}
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, fmt.Errorf("mail: port %q: %w", u.Port(), err)
		}
	}
	s.options = append(s.options, mail.WithPort(port), mail.WithTLSPolicy(policy), mail.WithTimeout(30*time.Second),
		mail.WithTLSConfig(&tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12}))
	if signsIn {
		s.options = append(s.options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(u.User.Username()), mail.WithPassword(password))
	}
	_, err = mail.NewClient(s.host, s.options...)
	return s, err
}

func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// Send hands the message to the server. When it returns nil the server has
// taken it over; see Permanent for errors.
func (s *Sender) Send(ctx context.Context, m Message) error {
	msg, err := render(s.from, m)
	if err != nil {
		return err
	}
	client, hangUp, err := s.client()
	if err != nil {
		return err
	}
	defer hangUp()
	if m.Handing != nil {
		return s.hand(ctx, client, msg, m)
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if msg.IsDelivered() {
		return nil // whatever went wrong while saying goodbye
	}
	if err != nil {
		return judged(fmt.Errorf("send mail: %w", err))
	}
	return nil
}

// client also says how to end the call. The library leaves a connection open
// that got no further than the greetings; with TLS from the start we cannot see
// it, and it goes with the garbage.
func (s *Sender) client() (_ *mail.Client, hangUp func(), err error) {
	var line net.Conn
	options := slices.Clone(s.options)
	if !s.tls {
		options = append(options, mail.WithDialContextFunc(func(ctx context.Context, network, at string) (_ net.Conn, err error) {
			line, err = new(net.Dialer).DialContext(ctx, network, at)
			return line, err
		}))
	}
	client, err := mail.NewClient(s.host, options...)
	return client, func() {
		if line != nil {
			line.Close()
		}
	}, err
}
