package demo

import (
	"fmt"
	"sync"
	"time"

	"faelled/internal/when"
)

// clock is the demo's own time. While the world is made it stands where the
// story is; afterwards it runs on from the moment the visitor is in.
type clock struct {
	mu      sync.Mutex
	at      time.Time // where it stood …
	started time.Time // … when it was started; zero while it stands still
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.started.IsZero() {
		return c.at
	}
	return c.at.Add(time.Since(c.started))
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

func (c *clock) start(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.started = at, time.Now()
}

// ids are UUIDv7 of the demo's own time and a counter, so that the same moment
// makes the same world.
type ids struct {
	mu    sync.Mutex
	clock *clock
	last  uint64
}

func (g *ids) next() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last++
	ms, n := uint64(g.clock.now().UnixMilli())&(1<<48-1), g.last
	return fmt.Sprintf("%08x-%04x-7%03x-8%03x-%012x", ms>>16, ms&0xffff, n>>24&0xfff, n>>12&0xfff, n&0xfff)
}

// storyNow is the Monday on which the visitor steps into the news of 22 April
// 2021: the meeting of 2 June is announced, and the deadline for new
// municipalities is two weeks away.
const storyNow = when.Date("2021-04-26")

// story moves the news' dates by whole weeks, so that they keep their weekday
// and their distance, and the visitor's today falls in the week of storyNow.
type story struct{ days int }

func storyOf(now time.Time) story {
	days := when.On(now).Sub(storyNow)
	weeks := days / 7
	if days%7 < 0 {
		weeks--
	}
	return story{weeks * 7}
}

// day is a date of the news as the demo tells it.
func (s story) day(news when.Date) when.Date { return news.Add(s.days) }

// meeting is a day like day on which people would meet: not over Christmas and
// New Year, nor in July. It keeps the weekday.
func (s story) meeting(news when.Date) when.Date {
	d := s.day(news)
	for quietDay(d) {
		d = d.Add(7)
	}
	return d
}

// quietDay tells whether the country is on holiday.
func quietDay(d when.Date) bool {
	day := d[len("2021-"):]
	return day >= "12-20" || day <= "01-05" || day[:2] == "07"
}
