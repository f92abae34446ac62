package problem

import (
	"fmt"
	"testing"
)

func TestComplaintsAreGatheredByField(t *testing.T) {
	var f Fields
	if f.Err() != nil {
		t.Error("no complaint is no error")
	}
	f.Add("mail2", "x.mail", "Deltager 2")
	f.Add("", "x.form", "")
	f.Add("mail2", "x.twice", "")
	err := fmt.Errorf("register: %w", f.Err())
	if !Is(err, Invalid) || Is(err, NotFound) || Is(nil, Invalid) {
		t.Error("the kind is lost when wrapped")
	}
	got, ok := FieldsOf(err)
	if !ok || len(got) != 3 || len(got.For("mail2")) != 2 || len(got.For("none")) != 0 {
		t.Errorf("got %v", got)
	}
	if _, ok := FieldsOf(New(NotFound, "x")); ok {
		t.Error("a missing thing is not about fields")
	}
}
