// Package when holds days and local times as people speak of them, and writes them
// in Danish and English.
//
// A Date is a day without a time; it never becomes midnight. An instant is a
// time.Time in UTC, shown in Zone. Nothing here reads the clock.
package when
