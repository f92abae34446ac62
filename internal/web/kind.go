package web

// Kind is the sort of programme a page belongs to. It decides colour and mark,
// never alone: the word always stands beside.
type Kind string

// The five kinds. Their order is their place in the mark, clockwise
// from the top.
const (
	KindNetwork       Kind = "network"
	KindLeaderNetwork Kind = "leader_network"
	KindExecutive     Kind = "executive"
	KindPartnership   Kind = "partnership"
	KindCompetence    Kind = "competence_project"
)

// Class sets the colours --k and --k-t for everything inside. It is empty for a
// page of no kind.
func (k Kind) Class() string {
	switch k {
	case KindNetwork:
		return "k1"
	case KindLeaderNetwork:
		return "k2"
	case KindExecutive:
		return "k3"
	case KindPartnership:
		return "k4"
	case KindCompetence:
		return "k5"
	}
	return ""
}

// Tone is what a message or tag tells by colour, always repeating its words.
type Tone string

const (
	ToneNone   Tone = ""
	ToneOK     Tone = "ok"
	ToneWarn   Tone = "warn"
	ToneErr    Tone = "err"
	ToneInfo   Tone = "inf"
	ToneThread Tone = "traad" // the red thread: now, gaps, gates; never faults
)
