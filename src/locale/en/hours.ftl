# Who works when: hours of the house, shift patterns, days of their own, absences.

settings-hours = Opening hours of the house
settings-patterns = Shift patterns: rotas of several weeks
settings-absences = Closing days, holidays and absences

house-hours-title = Opening hours of the house
house-hours-none = not set: people's own hours count
house-hours-hint = empty: people's own hours alone count
help-house-hours-title = Opening hours of the house
help-house-hours = When the house is open, typed like mon-fri 09:00-20:00; sat 10:00-26:00 for a Saturday until two in the morning. Outside of it nobody can be booked, whatever their own hours are. Where nothing stands, the hours of the people alone count. If appointments lie in hours that would go, they are listed first.

patterns-title = Shift patterns
patterns-new = A new pattern
patterns-one = Shift pattern
patterns-hours-hint = one week / the next, like mon-fri 6-14 / mon-fri 14-22
patterns-group-hint = for all of a group; empty: chosen on each card
help-patterns-title = Shift patterns
help-patterns = Hours that come again after some weeks. Each week is typed as on a person's card, with / between the weeks: mon-fri 06:00-14:00 / mon-fri 14:00-22:00 takes turns between early and late. The first of them is the week of the day that is named. A pattern with a group holds for everybody of the group who has no pattern of their own; one without is chosen on a person's card. It counts instead of the hours on the card.

manage-pattern = instead of the hours above
manage-group = whose shift pattern counts; empty for none

absences-title = Closing days and absences
absences-new = A new one: somebody is away, or the house is closed
absences-one = Away, or closed
absences-house = The house
absences-to-come = { $n } to come
absences-span = { $from } – { $until }
absences-change = Change it
absences-remove = Take it away: they are here, the house is open
absences-who = Who
absences-from-time = at
absences-until-time = until
absences-time-hint = empty: the whole day
absences-reason-hint = leave, school, public holiday
help-absences-title = Closing days and absences
help-absences = Who is away from when until when, for whole days or for hours; "The house" closes it for everybody, as on a public holiday. Days without a time are whole days of work, an evening's small hours among them, and the last day is one of them. Appointments that lie in it are listed before it counts.

hits-title = Appointments outside working hours, if this counts
hits-anyway = { $n ->
    [0] Change the hours
    [one] Change the hours all the same, and see to the appointment then
   *[other] Change the hours all the same, and see to the { $n } appointments then
}
hits-offer = { $when } { $staff }?
help-hits-title = Appointments that would be hit
help-hits = These would lie outside working hours, each with the nearest time that would do then. The first row changes the hours all the same: the appointments stay where they are, stand in the attention list, and can be moved one by one at once. { $back } leaves the hours as they were.

stranded-title = Appointments that cannot take place as they stand
stranded-none = All appointments lie within working hours and in rooms that are in order.
stranded-one = { $client }, { $start }
stranded-show = Show it in the book
stranded-leave = Leave it as it is: it stays in this list
help-stranded-title = Appointments that cannot take place
help-stranded = The house is closed then, whoever is to give them does not work, or the room is out of order. { $accept } on one of them offers other times and therapists.
help-stranded-one-title = An appointment that cannot take place
help-stranded-one = Choose a time and it is moved there. Or leave it: somebody may come in for it all the same, or the room be ready by then.

settings-rota = Rota of the week: who works when
rota-title = Rota, Monday to Sunday, from { $date }
rota-next = The week after
rota-before = The week before
rota-copy = The week before once more in this one
rota-away = away
rota-closed = closed
rota-off = off
rota-own = for this day alone
rota-day = { $staff }, { $date }
rota-day-hint = empty: a day off
rota-usual = As on other weeks
help-rota-title = The rota of a week
help-rota = Everybody's hours from Monday to Sunday; * is set for that day alone, + has a break in it. { $accept } on a person opens their days. The last rows turn to the weeks beside it, and copy the week before into this one.
help-rota-days-title = A person's week
help-rota-days = { $accept } on a day changes its hours: today's end, a break, a day off. Who is away for longer gets an absence instead (Settings, closing days and absences).
help-rota-day-title = One day of one person
help-rota-day = Hours of that day alone, typed like 09:00-13:00, 14:00-18:00; the gap is a break. Empty is a day off. "As on other weeks" takes back what was set for the day. Appointments that would lie outside are listed first.
