package meeting

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// found is the meeting in a public address. Moved tells that the address is an
// old one.
type found struct {
	Programme programme.Programme
	Meeting   Meeting
	Items     []Item
	Moved     bool
}

func find(s *web.Site, r *http.Request) (f found, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		var renamed, moved bool
		if f.Programme, renamed, err = programme.BySlug(ctx, tx, web.KindNetwork, r.PathValue("slug")); err != nil {
			return err
		}
		if f.Meeting, moved, err = BySlug(ctx, tx, f.Programme.ID, r.PathValue("date")); err != nil {
			return err
		}
		f.Moved = renamed || moved
		f.Items, err = Agenda(ctx, tx, f.Meeting.ID)
		return err
	})
	return f, err
}

// programmeFile is the programme of the day, for anybody.
func programmeFile(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	f, err := find(s, r)
	if err != nil {
		return err
	}
	if f.Moved {
		http.Redirect(w, r, Path(f.Programme, f.Meeting)+"/program.pdf", http.StatusMovedPermanently)
		return nil
	}
	name, file, err := ProgrammePDF(r.Context(), f.Programme, f.Meeting, f.Items, s.Sample)
	if err != nil {
		return err
	}
	return web.Download(w, r, "application/pdf", name, file)
}

// calendarFile is the meeting for anybody's calendar, without the online link.
func calendarFile(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	f, err := find(s, r)
	if err != nil {
		return err
	}
	if f.Moved {
		http.Redirect(w, r, Path(f.Programme, f.Meeting)+"/moede.ics", http.StatusMovedPermanently)
		return nil
	}
	file, err := Calendar([]Event{{
		Meeting: f.Meeting, ProgrammeName: f.Programme.Name, URL: s.BaseURL + Path(f.Programme, f.Meeting),
		OrganizerName: f.Programme.Name, OrganizerMail: f.Programme.Email, Lang: i18n.Lang(r.Context()),
	}}, MethodPublish)
	if err != nil {
		return err
	}
	return web.Download(w, r, "text/calendar; charset=utf-8; method=PUBLISH", "moede-"+f.Meeting.Slug+".ics", file)
}
