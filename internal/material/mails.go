package material

import (
	"context"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/message"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// letter is one mail about new materials.
type letter struct {
	To    people.Person
	As    access.Actor
	About []news // a programme each; none when there is nothing to tell any more
	Door  string // where it is unsubscribed from
}

// news is what is new in one programme.
type news struct {
	Programme programme.Programme
	List      []Material
	Meetings  map[id.Meeting]meeting.Meeting
}

// tell is the handler of one mail. What may be told is asked as the one who gets it,
// when it is written: so it is what they would see on the page.
func tell(post mail.Post) jobs.Handler {
	return func(ctx context.Context, d *db.DB, j jobs.Job) error {
		var n tidings
		if err := j.Into(&n); err != nil {
			return err
		}
		var l letter
		err := d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
			l, err = addressed(ctx, tx, n)
			return err
		})
		if err != nil || len(l.About) == 0 {
			return err
		}
		if err := d.Read(ctx, l.As, func(ctx context.Context, tx *db.Tx) error { return l.seen(ctx, tx) }); err != nil || len(l.About) == 0 {
			return err
		}
		err = d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
			l.Door, err = message.MakeDoor(ctx, tx, l.To.ID, l.programmes())
			return err
		})
		if err != nil {
			return err
		}
		m := l.mail(ctx, post)
		m.Key = string(j.ID)
		return post.Send(ctx, m)
	}
}

// addressed finds to whom it is, and of what they want to hear.
func addressed(ctx context.Context, tx *db.Tx, n tidings) (l letter, err error) {
	if l.To, err = people.PersonByID(ctx, tx, n.Person); err != nil || l.To.State != people.Active || l.To.Email == "" {
		return l, err
	}
	if l.As, err = asMember(ctx, tx, l.To); err != nil {
		return l, err
	}
	ids := make([]string, len(n.Materials))
	for i, one := range n.Materials {
		ids[i] = string(one)
	}
	list, err := byIDs(ctx, tx, ids) // those that are deleted are left out
	if err != nil {
		return l, err
	}
	slices.SortFunc(list, func(a, b Material) int { return slices.Index(n.Materials, a.ID) - slices.Index(n.Materials, b.ID) })
	for _, m := range list {
		i := slices.IndexFunc(l.About, func(n news) bool { return n.Programme.ID == m.Programme })
		if i < 0 {
			wants, err := message.WantsNews(ctx, tx, l.To.ID, m.Programme)
			if err != nil {
				return l, err
			}
			if !wants {
				continue
			}
			p, err := programme.ByID(ctx, tx, m.Programme)
			if err != nil {
				return l, err
			}
			i, l.About = len(l.About), append(l.About, news{Programme: p})
		}
		l.About[i].List = append(l.About[i].List, m)
	}
	return l, nil
}

// seen leaves out what the reader may not see.
func (l *letter) seen(ctx context.Context, tx *db.Tx) error {
	for i := range l.About {
		n := &l.About[i]
		meetings, err := meeting.InProgramme(ctx, tx, n.Programme.ID)
		if err != nil {
			return err
		}
		r, err := readerOf(ctx, tx, n.Programme, meetings)
		if err != nil {
			return err
		}
		n.Meetings = map[id.Meeting]meeting.Meeting{}
		for _, m := range meetings {
			n.Meetings[m.ID] = m
		}
		n.List = slices.DeleteFunc(n.List, func(m Material) bool { return !r.Member || !r.sees(m) })
	}
	l.About = slices.DeleteFunc(l.About, func(n news) bool { return len(n.List) == 0 })
	return nil
}

func (l letter) programmes() (ids []id.Programme) {
	for _, n := range l.About {
		ids = append(ids, n.Programme.ID)
	}
	return ids
}

func (l letter) mail(ctx context.Context, post mail.Post) mail.Message {
	ctx = post.Words.For(ctx, l.To.Lang)
	first := l.About[0].Programme
	subject := i18n.T(ctx, "material.mail_subject_many")
	if len(l.About) == 1 {
		subject = i18n.F(ctx, "material.mail_subject", i18n.Args{"Programme": first.Name})
	}
	t := mail.To(ctx, l.To.Name)
	t.Say(i18n.T(ctx, "material.mail_text"))
	for _, n := range l.About {
		t.List(n.Programme.Name, n.lines(ctx))
		t.Say(i18n.T(ctx, "material.mail_link") + "\n" + post.BaseURL + Path(n.Programme))
	}
	t.Say(i18n.F(ctx, "material.mail_stop", i18n.Args{"Link": post.BaseURL + l.Door}))
	t.Sign(ctx, post, first.Name, first.Email)
	return mail.Message{
		To: l.To.Email, ToName: l.To.Name, ReplyTo: first.Email, Subject: subject, Text: t.String(), Unsubscribe: post.BaseURL + l.Door,
	}
}

// lines are the materials, one to a line.
func (n news) lines(ctx context.Context) (list []string) {
	for _, m := range n.List {
		line := m.Title
		if m.Speaker != "" {
			line += ", " + i18n.F(ctx, "material.mail_from", i18n.Args{"Name": m.Speaker})
		}
		if at, ok := n.Meetings[m.Meeting]; ok {
			line += " (" + i18n.F(ctx, "material.mail_meeting", i18n.Args{"Day": when.Day(ctx, at.Day)}) + ")"
		}
		list = append(list, line)
	}
	return list
}
