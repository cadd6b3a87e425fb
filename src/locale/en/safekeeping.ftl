### The mirror, backups, and bringing a shop back.

attention-mirror = { $why } { $entries ->
        [0] It lacks nothing so far,
        [one] It lacks one entry,
       *[other] It lacks { $entries } entries,
    } since { $minutes } min. Selling goes on safely.
attention-mirror-same-disk = The mirror is on the same disk as the shop: if that disk dies, so does the mirror. Put its folder on a stick or on another machine.
attention-no-backup = { $days ->
        [one] No backup for a day,
       *[other] No backup for { $days } days,
    } the last one is of { $date }. Make one with "balm backup", or let balm.toml have it made every night.
attention-never-backed-up = { $days ->
        [one] No backup for a day, since this shop began.
       *[other] No backup for { $days } days, since this shop began.
    } Make one with "balm backup", or let balm.toml have it made every night.
attention-backup-failed = The last backup was not made: { $detail }
attention-never-tried = Backups are made, but none was ever tried: nobody knows whether the shop could be brought back. Try one: "balm restore ARCHIVE --drill".
attention-no-drill = { $days ->
        [one] No backup was tried for a day,
       *[other] No backup was tried for { $days } days,
    } the last time was on { $date }. Try one: "balm restore ARCHIVE --drill".
attention-drill-failed = The backup { $file } failed its trial on { $date }. Make a new one and try that: { $detail }
attention-no-checkpoint = The copy of the index was not made: a start after a crash takes longer, and nothing is lost. It is made again after the next close. ({ $detail })
attention-safekeeping = This is set in balm.toml: "balm config" lists it.

mirror-slow = The mirror is slow.
mirror-away = The mirror's folder is not there; is the stick plugged in?
mirror-full = The mirror's disk is full.
mirror-read-only = The mirror's disk lets nothing be written.
mirror-silent = The mirror's disk does not answer.
mirror-newer = The mirror was written by a newer Balm and is left as it is.
mirror-io = The mirror's disk fails ({ $detail }).
mirror-other-store = The mirror's folder belongs to another shop ({ $id }) and is left as it is. Give this shop a folder of its own.
mirror-diverged = From entry { $entry } on the mirror has other records than this shop, and is left as it is. One of the two was put back from an older copy: have it looked at, or give the shop a new folder.
mirror-journal-damaged = Entry { $entry } of this shop's records is damaged on its disk and is not mirrored. Keep the mirror: it may have what is lost.

progress-archive = Writing the archive
progress-unpack = Unpacking the archive
progress-closings = Counting the closings again

kept-last-backup = Last backup: { $date }, { $entries ->
        [one] one entry,
       *[other] { $entries } entries,
    } { $file }
kept-no-backup = Last backup: none is known of here.
kept-drill-passed = Last trial of one: { $date }, PASS.
kept-drill-failed = Last trial of one: { $date }, FAIL. { $detail }
kept-no-drill = Last trial of one: none is known of here.

backup-finishing = A backup is being made; one moment.
backup-no-place = Say where the archive goes: --to PATH, or folder in [backup] of balm.toml.
backup-no-folder = There is no folder { $detail }: make it first, or mount its disk. No backup was made.
backup-folder-is-file = { $detail } is a file, not a folder: take it away and make the folder. No backup was made.
backup-made = { $file }, { $megabytes } MB
backup-holds = { $entries ->
        [one] One entry,
       *[other] { $entries } entries,
    } { $closings ->
        [one] one closing,
       *[other] { $closings } closings,
    } { $files ->
        [one] one file.
       *[other] { $files } files.
    }
backup-head = Hash of the last entry: { $head }
backup-removed = Removed the older { $file }
backup-key-note = Opens the archives of a Balm shop. Keep it away from the shop's machine.
backup-key-made = The key is in { $file }. Without it no archive that is locked for it can be opened: keep it safe, and away from this machine. What is printed goes into recipients in [backup] of balm.toml, or after --recipient.
backup-passphrase = Passphrase:
backup-passphrase-note = Without its passphrase nobody can open the archive, you included.
backup-passphrase-new = New passphrase:
backup-passphrase-again = Again:
backup-failed = The backup failed: { $detail }. The shop and earlier archives are as they were.
backup-no-lock = The archive has no lock: name a key with --recipient, a passphrase with --passphrase-file, or type the same passphrase twice.
backup-bad-recipient = { $detail }. "balm backup --new-key FILE" makes a key and prints its recipient.
backup-no-key-in-file = { $detail }.
backup-already-there = There is an archive of that name already; it was not touched. Choose another name.
backup-not-empty = The folder is not empty. A shop is brought back into an empty place only; nothing was changed.
backup-not-an-archive = This is no encrypted archive, or its beginning is damaged.
backup-wants-passphrase = It is locked with a passphrase: type it on a terminal, or name its file with --passphrase-file.
backup-wants-key = It is locked for a key: name the file of the key with --key.
backup-wrong-key = This passphrase or key does not open it, or its beginning was changed. Nothing was written.
backup-damaged = The archive was changed, cut off, or cannot be read ({ $detail }). Nothing of it was taken over.
backup-newer = A newer Balm made this archive: { $detail }. Bring it back with that one.
backup-foreign = It is whole, but not an archive of Balm: { $detail }.
backup-unsound = It can be read, but does not fit together:
backup-fault-file = - the file { $name } is not as it is listed
backup-fault-journal = - the records: { $detail }
backup-fault-entries = - the list says { $said }, the records say { $found }
backup-fault-closing = - Z { $z } of desk { $desk } is not as it is listed

restore-made = Made { $made } by { $program }.
restore-last-closing = Last closing: Z { $z } of desk { $desk }, { $date }, sales { $total } in the smallest coin.
restore-done = The shop is in { $dir }. "balm --store { $dir }" opens it.
restore-pass = PASS
restore-fail = FAIL: { $what }
restore-failed = It could not be brought back: { $detail }. Nothing was put in place, and the archive is as it was.
restore-stopped = Stopped as asked. Nothing was put in place.

## The shop's folder

private-shut = Others could read { $folder }. Now only you can.
private-still-open = Others can read { $folder }, and this user may not change that: let only the shop's own user read it.
