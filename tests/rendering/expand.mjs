// Reads calendars as a program built on ical.js does: each time that something is.
//
// Standard input: {"files": {name: text}, "last": "2028-01-01"}. Standard output: by name a list of
// [uid, start, end, status], where a moment is in UTC and a whole day is a plain date.

import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const { files, last } = JSON.parse(readFileSync(0, "utf-8"));
const limit = ICAL.Time.fromJSDate(new Date(last), true);

const shown = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
const row = (item, start, end) => [
  item.uid,
  shown(start),
  shown(end),
  item.component.getFirstPropertyValue("status"),
];

function expand(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const groups = new Map();
  for (const part of calendar.getAllSubcomponents("vevent")) {
    const uid = part.getFirstPropertyValue("uid");
    groups.set(uid, [...(groups.get(uid) ?? []), part]);
  }
  const found = [];
  for (const parts of groups.values()) {
    const exceptions = parts.filter((part) => part.hasProperty("recurrence-id"));
    const [master] = parts.filter((part) => !part.hasProperty("recurrence-id"));
    const event = new ICAL.Event(master, { exceptions });
    if (!event.isRecurring()) {
      found.push(row(event, event.startDate, event.endDate));
      continue;
    }
    const times = event.iterator();
    for (let time = times.next(); time && time.compare(limit) < 0; time = times.next()) {
      const { item, startDate, endDate } = event.getOccurrenceDetails(time);
      found.push(row(item, startDate, endDate));
    }
  }
  return found;
}

const result = Object.entries(files).map(([name, text]) => [name, expand(text)]);
process.stdout.write(JSON.stringify(Object.fromEntries(result)));
