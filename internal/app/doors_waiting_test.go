package app_test

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/programme"
	"faelled/internal/waiting"
)

// waits is what kontakt's municipality waits for, in a network of its own.
type waits struct {
	wait    waiting.Wait
	visited string // the network's address
}

func (o *objects) findWait(ctx context.Context, tx *db.Tx) error {
	list, err := waiting.Of(ctx, tx, o.contact.Org)
	if err != nil {
		return err
	}
	o.wait = list[0]
	p, err := programme.ByID(ctx, tx, o.wait.Programme)
	o.visited = p.Slug
	return err
}

// chooseWait says what stands in the addresses of waiting lists.
func (w *world) chooseWait(o objects) {
	w.values["netvaerk/{slug}/venteliste/{wait}/afmeld"] = o.visited
	w.values["netvaerk/{slug}/venteliste/{wait}/pris"] = o.visited
	w.values["venteliste/{id}"] = string(o.wait.Meeting)
	w.values["venteliste/{wait}"] = string(o.wait.ID)
	w.values["{id}/{wait}"] = string(o.wait.ID)
}
