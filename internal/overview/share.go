package overview

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/news"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	picture "faelled/internal/web/share"
	"faelled/internal/when"
)

// What a shared picture is of, in its address.
const (
	sharedProgramme = "forloeb"
	sharedMeeting   = "moede"
	sharedNews      = "nyhed"
)

// sharePath is the address of a picture. Another picture has another one.
func sharePath(what, one string, c picture.Card) string {
	return "/del/" + what + "/" + one + "/" + c.Hash() + ".png"
}

// kindText is a kind in words.
func kindText(ctx context.Context, k web.Kind) string {
	for _, one := range kinds {
		if one.Kind == k {
			return i18n.T(ctx, string(one.Name))
		}
	}
	return ""
}

// The pictures are in Danish whoever shares them, as what they are about.

func programmeCard(ctx context.Context, p programme.Programme) picture.Card {
	return picture.Card{Kind: p.Kind, Label: kindText(web.InDanish(ctx), p.Kind), Title: p.Name, Line: p.Field}
}

func meetingCard(ctx context.Context, p programme.Programme, m meeting.Meeting) picture.Card {
	ctx = web.InDanish(ctx)
	c := picture.Card{Kind: p.Kind, Label: p.Name, Title: m.Title, Line: when.Day(ctx, m.Day) + " · " + m.ShortWhere(ctx)}
	switch {
	case m.State == meeting.Cancelled:
		c.Line = i18n.T(ctx, "overview.tag_cancelled") + " · " + when.Day(ctx, m.Day)
	case m.Starts != nil:
		c.Line = when.Day(ctx, m.Day) + " " + m.Hours(ctx) + " · " + m.ShortWhere(ctx)
	}
	if c.Title == "" {
		c.Label, c.Title = kindText(ctx, p.Kind), p.Name
	}
	return c
}

func newsCard(ctx context.Context, n news.News) picture.Card {
	ctx = web.InDanish(ctx)
	return picture.Card{Label: i18n.T(ctx, "overview.news"), Title: n.Title, Line: when.Day(ctx, n.Day)}
}

// shared sends the picture of what anybody may read. An address of an earlier
// picture leads to the present one.
func shared(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	what, one := r.PathValue("del"), r.PathValue("id")
	var c picture.Card
	err := read(s, r, func(ctx context.Context, tx *db.Tx) (err error) {
		c, err = cardOf(ctx, tx, what, one)
		return err
	})
	if err != nil {
		return err
	}
	if r.PathValue("billede") != c.Hash()+".png" {
		return web.Redirect(w, r, sharePath(what, one, c))
	}
	png, err := picture.Picture(r.Context(), c)
	if err != nil {
		return err
	}
	return web.Picture(w, r, png)
}

func cardOf(ctx context.Context, tx *db.Tx, what, one string) (c picture.Card, err error) {
	hidden := problem.New(problem.NotFound, "web.not_found")
	switch what {
	case sharedNews:
		n, err := news.ByID(ctx, tx, id.News(one))
		if err == nil && !n.Public(tx.Now) {
			err = hidden
		}
		return newsCard(ctx, n), err
	case sharedMeeting:
		m, err := meeting.ByID(ctx, tx, id.Meeting(one))
		if err != nil {
			return c, err
		}
		p, err := programme.ByID(ctx, tx, m.Programme)
		if err == nil && p.State != programme.Public {
			err = hidden
		}
		return meetingCard(ctx, p, m), err
	case sharedProgramme:
		p, err := programme.ByID(ctx, tx, id.Programme(one))
		if err == nil && p.State != programme.Public {
			err = hidden
		}
		return programmeCard(ctx, p), err
	}
	return c, hidden
}
