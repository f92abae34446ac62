package mail

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// server is a mail server that says what it is told to, and remembers.
type server struct {
	net.Listener
	says map[string]string // answer to a verb, instead of yes; "TLS" from the start
	cert *tls.Certificate  // offers STARTTLS

	mu       sync.Mutex
	commands []string
	messages [][]byte
}

func listen(t *testing.T, cert *tls.Certificate, says map[string]string) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{Listener: l, says: says, cert: cert}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { s.serve(c) })
		}
	})
	t.Cleanup(func() { l.Close(); all.Wait() })
	return s
}

func (s *server) serve(c net.Conn) {
	defer func() { c.Close() }()
	c.SetDeadline(time.Now().Add(10 * time.Second))
	secure := s.says["TLS"] != ""
	if secure {
		c = tls.Server(c, &tls.Config{Certificates: []tls.Certificate{*s.cert}})
	}
	in := bufio.NewReader(c)
	say := func(text string) { c.Write([]byte(text + "\r\n")) }
	say("220 test")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb := strings.ToUpper(strings.Fields(line + " ")[0])
		s.mu.Lock()
		s.commands = append(s.commands, line)
		answer := s.says[verb]
		s.mu.Unlock()
		switch {
		case answer == "close":
			return
		case answer != "":
			say(answer)
		case verb == "EHLO" && s.cert != nil && !secure:
			say("250-test\r\n250 STARTTLS")
		case verb == "EHLO":
			say("250-test\r\n250 AUTH PLAIN")
		case verb == "STARTTLS":
			say("220 go")
			c = tls.Server(c, &tls.Config{Certificates: []tls.Certificate{*s.cert}})
			in, secure = bufio.NewReader(c), true
		case verb == "AUTH":
			say("235 welcome")
		case verb == "DATA":
			say("354 go")
			s.data(in)
			answer = s.says["."]
			if answer == "" {
				answer = "250 taken"
			}
			say(answer)
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 yes")
		}
	}
}

// data reads up to the lone dot, and undoes the doubling of others.
func (s *server) data(in *bufio.Reader) {
	var text strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = append(s.messages, []byte(text.String()))
}

func (s *server) got() (commands string, messages [][]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.commands, "\n"), s.messages
}

// certificate is for 127.0.0.1, and trusted by the pool only.
func certificate(t *testing.T) (*tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	is := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	raw, err := x509.CreateCertificate(rand.Reader, is, is, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, pool
}
