# Visits of several appointments: the same again, series, several services at once,
# couples and groups.

## the same again

again-title = Again: { $who }, { $service }
again-how = Free as last time. Or type when: 6 for in six weeks, 10d for ten days, a date.
client-due = Due { $day }
client-never-here = There is no visit yet that could be booked again. { $client-book } books the first.
done-due = Due again
done-next-visit = Next visit

## help

help-again-title = The same again
help-again =
    The same client, service, therapist, weekday and time: when the client is due again by the service, four weeks later where it says nothing. { $accept } books.
    If that is not free, the reason is said and the nearest times that would do are listed; { $accept } takes the marked one.
    Type 6 for in six weeks, 10d for in ten days, or a date to see that day; or a name, a time or a room to see only those. Weeks and days count from the appointment that is booked again.
