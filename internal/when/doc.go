// Package when holds days, local times and periods as people speak of them, and
// writes them in Danish and English.
//
// A Date is a day without a time; it never becomes midnight. A Period also knows
// how precisely it is known: "november 2022" is a month, not its first day. An
// instant is a time.Time in UTC, shown in Zone. Nothing here reads the clock.
package when
