# The conversation of `balm devices --set-up`, a line each.

wizard-begin = This finds scanner, printer and drawer by trying them. Nothing is written before the end; Ctrl-D leaves. Settings: { $file }
wizard-scanner = Scanner: Enter looks for it, k if it types like a keyboard, s leaves it as it is
wizard-no-ports = There is no serial port. Plug the scanner in and set it to USB-COM (serial), or answer k.
wizard-listening = Listening at { $way }: scan any product ...
wizard-noise = Something came on { $port } that is no code: another speed is tried.
wizard-not-heard = No code came. Is the scanner plugged in and set to USB-COM (serial)?
wizard-heard = { $code } on { $uri }
wizard-right = Is that what you scanned? (y/n)
wizard-prefix = Which sign does the scanner send before each code? A sign that nobody types, such as ~, makes scans certain; Enter: none, they are told by their speed
wizard-printer = Printer: its number above, the address of one on the network, or s leaves it as it is
wizard-no-such = There is no { $typed } here.
wizard-model = Which model? Its number or name; Enter if it is not there
wizard-printing = Printing on { $what } ...
wizard-speed = Which speed came out on the paper? Its number as printed; Enter prints again, s leaves it as it is
wizard-page = Letters beside plain English: which code page? ({ $pages }) Enter: leave it to the model
wizard-page-number = Under which number does { $letters } look right?
wizard-drawer = Does a drawer hang on the printer? (y/n)
wizard-did-open = Did it open? (y/n)
wizard-stays-shut = Then it is not known how to open it: look at its cable, and whether it is locked.
wizard-end = This is what the settings would be:
wizard-write = Write it? (y/n)
wizard-written = Written to { $file }; what it said before is beside it. It holds from the next start of the desk.
wizard-nothing = Nothing is changed.
