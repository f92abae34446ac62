package mail

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func openTo(t *testing.T, s *server) *Sender {
	t.Helper()
	sender, err := Open("smtp://"+s.Addr().String(), "Fælled <moede@faelled.example>")
	if err != nil {
		t.Fatal(err)
	}
	return sender
}

// The server has all but the dot when Handing runs, and nothing when it refuses.
func TestHandingIsJustBeforeTheDot(t *testing.T) {
	s := listen(t, nil, nil)
	sender := openTo(t, s)
	m := Message{To: "carlo@egelund.example", Subject: "Emne", Text: "Hej", Key: "TOKEN", Unsubscribe: "https://faelled.example/afmeld/X"}
	handed := 0
	m.Handing = func(context.Context) error {
		handed++
		commands, messages := s.got()
		if !strings.Contains(commands, "DATA") || len(messages) > 0 {
			t.Errorf("%q, %d messages", commands, len(messages))
		}
		return nil
	}
	if err := sender.Send(t.Context(), m); err != nil || handed != 1 {
		t.Fatal(err, handed)
	}
	_, messages := s.got()
	if len(messages) != 1 || !strings.Contains(string(messages[0]), "Message-ID: <TOKEN@faelled.example>") || !strings.Contains(string(messages[0]), "List-Unsubscribe-Post: List-Unsubscribe=One-Click") {
		t.Fatalf("%q", messages)
	}
}

func TestWhoCallsBackLeavesNothing(t *testing.T) {
	s := listen(t, nil, nil)
	stop := errors.New("stop")
	m := Message{To: "carlo@egelund.example", Text: "Hej", Key: "TOKEN", Handing: func(context.Context) error { return stop }}
	if err := openTo(t, s).Send(t.Context(), m); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	// what the test's server reads without a dot it keeps as it is: a real one throws it away
	if commands, _ := s.got(); strings.Contains(commands, "QUIT") {
		t.Error(commands)
	}
}

func TestHowHandingOverEnds(t *testing.T) {
	for name, c := range map[string]struct {
		verb, says        string
		permanent, silent bool
		status            string
		handed            bool
	}{
		"no such user":      {"RCPT", "550 5.1.1 no such user", true, false, "5.1.1", false},
		"greylisted":        {"RCPT", "451 4.7.1 later", false, false, "4.7.1", false},
		"refused sender":    {"MAIL", "550 5.7.1 not you", false, false, "5.7.1", false},
		"refused text":      {".", "554 5.7.1 spam", true, false, "5.7.1", true},
		"full":              {".", "452 4.2.2 full", false, false, "4.2.2", true},
		"gone at the dot":   {".", "close", false, true, "", true},
		"gone before":       {"RCPT", "close", false, false, "", false},
		"no finer than 550": {"RCPT", "550 no", true, false, "550", false},
	} {
		s := listen(t, nil, map[string]string{c.verb: c.says})
		handed := false
		m := Message{To: "carlo@egelund.example", Text: "Hej", Key: "TOKEN", Handing: func(context.Context) error { handed = true; return nil }}
		err := openTo(t, s).Send(t.Context(), m)
		if err == nil || Permanent(err) != c.permanent || Silent(err) != c.silent || StatusOf(err) != c.status || handed != c.handed {
			t.Errorf("%s: %v permanent %v silent %v status %q handed %v", name, err, Permanent(err), Silent(err), StatusOf(err), handed)
		}
		if strings.Contains(err.Error(), "carlo") {
			t.Errorf("%s: the log names somebody: %v", name, err)
		}
	}
}

func TestTheBoxIsHandedTo(t *testing.T) {
	box, stop := NewBox(), errors.New("stop")
	if err := box.Send(t.Context(), Message{To: "a@b.example", Text: "t", Key: "k", Handing: func(context.Context) error { return stop }}); !errors.Is(err, stop) || len(box.Messages()) > 0 {
		t.Error(err)
	}
}
