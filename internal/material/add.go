package material

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/files"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Add keeps a material. The file and the row commit together: an upload that
// breaks off leaves nothing. Faults are as Check names them. For the secretariat
// and jobs.
func Add(ctx context.Context, tx *db.Tx, w Wish) (one id.Material, err error) {
	w = w.tidy()
	asked := w
	if err := mayWrite(tx.Actor); err != nil {
		return "", err
	}
	if found, err := tx.Recall(ctx, w.Key, asked, &one); found || err != nil {
		return one, err
	}
	if err := tx.Lock(ctx, db.Programmes, string(w.Programme)); err != nil {
		return "", err
	}
	if _, err := programme.ByID(ctx, tx, w.Programme); err != nil {
		return "", err
	}
	bad := Check(w, false)
	if err := checkMeeting(ctx, tx, w, &bad); err != nil {
		return "", err
	}
	count, last, err := room(ctx, tx, w.Programme)
	if err != nil {
		return "", err
	}
	if count >= mostMaterials {
		bad.Add("", "material.full", "")
	}
	if err := bad.Err(); err != nil {
		return "", err
	}
	if w.N == 0 {
		w.N = min(last+1, lastPlace)
	}
	m := Material{ID: id.Material(tx.NewID()), Programme: w.Programme, Version: 1, AddedAt: tx.Now, ShownFrom: tx.Now}
	if err := m.become(ctx, tx, w); err != nil {
		return "", err
	}
	if err := insert(ctx, tx, m); err != nil {
		return "", err
	}
	if err := tx.Audit(ctx, "material.added", string(m.ID), map[string]any{"programme": m.Programme, "meeting": m.Meeting, "reach": m.Reach, "file": m.File}); err != nil {
		return "", err
	}
	return m.ID, tx.Remember(ctx, w.Key, asked, m.ID)
}

// checkMeeting complains of a meeting that is not the programme's.
func checkMeeting(ctx context.Context, tx *db.Tx, w Wish, bad *problem.Fields) error {
	if w.Meeting == "" {
		return nil
	}
	m, err := meeting.ByID(ctx, tx, w.Meeting)
	if problem.Is(err, problem.NotFound) || err == nil && m.Programme != w.Programme {
		bad.Add("moede", "material.bad_meeting", "")
		return nil
	}
	return err
}

// become makes the material what was wished, and keeps the file.
func (m *Material) become(ctx context.Context, tx *db.Tx, w Wish) error {
	m.Meeting, m.Title, m.Speaker, m.Phase, m.Reach, m.N = w.Meeting, w.Title, w.Speaker, w.Phase, w.Reach, w.N
	switch {
	case !w.ShownFrom.IsZero():
		m.ShownFrom = w.ShownFrom
	case m.ShownFrom.After(tx.Now):
		m.ShownFrom = tx.Now
	}
	if m.Link = w.Link; m.Link != "" {
		m.File, m.Media, m.Filename, m.Size = "", "", "", 0
	}
	d := w.Document
	if d.Hash == "" {
		return nil
	}
	m.Media, m.Filename, m.Size = d.media, d.Name, int64(len(d.bytes))
	var err error
	m.File, err = files.Put(ctx, tx, d.media, d.Name, d.bytes)
	return err
}
