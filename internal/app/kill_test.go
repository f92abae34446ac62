package app_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/app"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/message"
	"faelled/internal/programme"
)

// The house as a process of its own, to be killed: the test program again, which
// then is the server.
func TestMain(m *testing.M) {
	if file := os.Getenv("FAELLED_TEST_SERVE"); file != "" {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		defer stop()
		err := app.Serve(ctx, app.Config{
			DSN: file, Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1", SMTPURL: os.Getenv("FAELLED_TEST_SMTP"), MailFrom: "moede@faelled.example",
			SecretFile: file + ".secret", Workers: 4,
		}, slog.New(slog.DiscardHandler))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// postOffice is a mail server that keeps what it has taken over: what ended with a
// dot. It takes its time on both sides of the dot, so that a kill may fall there.
type postOffice struct {
	net.Listener
	mu    sync.Mutex
	taken map[string]int // by Message-ID
}

func openPostOffice(t *testing.T) *postOffice {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	p := &postOffice{Listener: l, taken: map[string]int{}}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	t.Cleanup(func() { l.Close() })
	return p
}

var messageID = regexp.MustCompile(`(?im)^Message-ID: <([^@>]+)@`)

func (p *postOffice) serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	say := func(text string) { fmt.Fprint(c, text, "\r\n") }
	say("220 test")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(strings.Fields(line + " ")[0]); verb {
		case "DATA":
			say("354 go")
			var text strings.Builder
			for {
				line, err := in.ReadString('\n')
				if err != nil {
					return // no dot: it is thrown away
				}
				if line == ".\r\n" {
					break
				}
				text.WriteString(line)
			}
			p.mu.Lock()
			p.taken[messageID.FindStringSubmatch(text.String())[1]]++
			p.mu.Unlock()
			time.Sleep(time.Duration(rand.IntN(4)) * time.Millisecond)
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 yes")
		}
	}
}

func (p *postOffice) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.taken)
}

// times is how often a mail has been taken.
func (p *postOffice) times(token string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.taken[token]
}

// kill -9 in the middle of a message, several times: nobody gets it twice, and who
// did not get it is one of those that the page calls unsure. FAELLED_KILL_RECIPIENTS
// has it done with more.
func TestKilledInTheMiddleOfAMessageEachGetsItOnce(t *testing.T) {
	n, kills := 300, 4
	if more, err := strconv.Atoi(os.Getenv("FAELLED_KILL_RECIPIENTS")); err == nil {
		n = more
	}
	file := filepath.Join(t.TempDir(), "faelled.db")
	must(t, os.WriteFile(file, ready(t).file, 0o600))
	d, err := db.Open(file)
	must(t, err)
	defer d.Close()
	which := messageTo(t, d, n)
	post := openPostOffice(t)
	for range kills {
		goal := post.count() + n/(kills+2)
		server := serveFrom(t, file, post)
		waitFor(t, "mails", func() bool { return post.count() >= goal })
		must(t, server.Process.Kill())
		_ = server.Wait() // it was killed
		expireLeases(t, d)
	}
	server := serveFrom(t, file, post)
	waitFor(t, "the end of the message", func() bool { return stateOf(t, d, which) == string(message.Sent) })
	must(t, server.Process.Signal(syscall.SIGTERM))
	must(t, server.Wait())

	var rows []struct{ Token, State string }
	must(t, d.Read(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		return tx.Select(ctx, &rows, `SELECT token, state FROM message_recipients WHERE message = $1`, which)
	}))
	once, unsure, lost := 0, 0, 0
	for _, r := range rows {
		got := post.times(r.Token)
		switch {
		case got > 1:
			t.Errorf("%s got it %d times", r.Token, got)
		case got == 1:
			once++
		case r.State != "unsure":
			t.Errorf("%s is %s and got nothing", r.Token, r.State)
		default:
			lost++
		}
		if r.State == "unsure" {
			unsure++
		}
	}
	t.Logf("%d recipients, killed %d times: %d got it once, %d are unsure, and %d of those got nothing", len(rows), kills, once, unsure, lost)
	if len(rows) < n || once < n-4*kills {
		t.Errorf("%d of %d got it", once, len(rows))
	}
}

func serveFrom(t *testing.T, file string, post *postOffice) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "FAELLED_TEST_SERVE="+file, "FAELLED_TEST_SMTP=smtp://"+post.Addr().String())
	cmd.Stderr = os.Stderr
	must(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // it has ended by now, if all went well
	return cmd
}

func waitFor(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("no ", what)
		}
	}
}

// expireLeases is two minutes going by: what a dead program held is anybody's.
func expireLeases(t *testing.T, d *db.DB) {
	t.Helper()
	must(t, d.Write(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE jobs SET run_at = $1 WHERE kind = 'message.deliver' AND state = 'ready'`, tx.Now)
		return err
	}))
}

func stateOf(t *testing.T, d *db.DB, which id.Message) (state string) {
	t.Helper()
	must(t, d.Read(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		return tx.Get(ctx, &state, `SELECT state FROM messages WHERE id = $1`, which)
	}))
	return state
}

// messageTo sends a message to n people with a seat at the last meeting.
func messageTo(t *testing.T, d *db.DB, n int) (which id.Message) {
	t.Helper()
	staff := access.Actor{Person: ready(t).persons["sekretariat"], Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}
	must(t, d.Write(t.Context(), staff, func(ctx context.Context, tx *db.Tx) error {
		programmes, err := programme.Published(ctx, tx)
		if err != nil {
			return err
		}
		meetings, err := meeting.InProgramme(ctx, tx, programmes[0].ID)
		if err != nil {
			return err
		}
		last := meetings[len(meetings)-1]
		if err := crowdAt(ctx, tx, last, n); err != nil {
			return err
		}
		if which, err = message.Begin(ctx, tx, "", programmes[0].ID); err != nil {
			return err
		}
		if err := message.Write(ctx, tx, message.Message{
			ID: which, Version: 1, Kind: message.News, Audience: message.Audience{Group: message.Registered}, Meeting: last.ID,
			Subject: "Til {{navn}}", Body: "Kære {{fornavn}}\n\nVi ses.",
		}); err != nil {
			return err
		}
		return message.Send(ctx, tx, message.Order{Message: which, Version: 2})
	}))
	return which
}

// crowdAt gives new people seats, past all rules: only the number matters.
func crowdAt(ctx context.Context, tx *db.Tx, m meeting.Meeting, n int) error {
	var seat struct{ Registration, Org string }
	if err := tx.Get(ctx, &seat, `SELECT registration, org FROM seats ORDER BY id LIMIT 1`); err != nil {
		return err
	}
	for i := range n {
		person, name := tx.NewID(), fmt.Sprintf("Person %05d", i)
		if _, err := tx.Exec(ctx, `INSERT INTO persons (id, name, email, title, phone, lang, sort_key, org, state, since)
			VALUES ($1, $2, $3, '', '', 'da', $4, $5, 'active', $6)`, person, name, fmt.Sprintf("p%05d@mange.example", i), i18n.SortKey(name), seat.Org, tx.Now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO seats (id, registration, programme, meeting, org, person, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, tx.NewID(), seat.Registration, m.Programme, m.ID, seat.Org, person, tx.Now); err != nil {
			return err
		}
	}
	return nil
}
