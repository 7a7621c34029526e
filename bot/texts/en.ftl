# What the bot says, whichever skill is speaking.

bot-disclosure = Ahoy! I am { $shop }'s bot, not a human.

fallback-did-you-mean = I am not sure I understood. Did you mean one of these?
fallback-sorry = Sorry, I did not understand that. Try other words – or talk to a person.
fallback-rephrase =
    I am still not following. Here I can find goods, put them into your cart and order them, look after parcels, show stores and opening hours.
    Or shall a person take over?
button-human = Talk to a person
button-stale = This button no longer works. Just tell me what you would like.
sorry-error = Something went wrong on our side, sorry. Nothing was changed. Please try again.

yes-is-no-order = A typed “yes” orders nothing yet. Only the button below the summary makes it binding:
yes-to-what = Gladly – I only need one more answer for that.
yes-without-question = Lovely! What can I get you?
no-without-question = All right.
nothing-to-cancel = Nothing is going on that I could stop.
go-on-after-pause = Still open: { $task }. Shall we go on with it?
button-go-on = Yes, go on
button-stop-it = No, leave it
task-cancelled = Fine, I stopped { $task }.
task-this = that
task-checkout = the order
undo-done = Taken back.
undo-nothing = There is nothing I could take back.
undo-stale = Something else has happened since. Say “undo” and I take back what came last.
button-undo = Undo
number-of-what = Does { $number } mean the number in the list, or how many?
number-in-list = No. { $number }: { $title }
number-of-pieces = { $number } × { $title }
nothing-to-repeat = I have not said anything yet that I could repeat.

ask-variant = Which one would you like?
ask-product = Which one do you mean?
ask-quantity = How many would you like?
ask-store = Which store?
ask-order = Which order do you mean?
ask-name = Under which name?
ask-address = Where shall it go? Street and number, postcode and town, please.
ask-date = For which day?

reject-quantity = I need at least one of those. How many would you like?
reject-quantity-whole = We only sell whole pieces of it. How many would you like?
reject-product = I cannot find that in our range. What is it called?
reject-variant = We do not have it in that version. Which one would you like instead?
reject-order = I cannot find an order { $number } of yours. What is its number?
reject-position = { $count ->
        [0] I have not shown a list just now. What do you mean?
       *[other] The list has { $count } entries. Which one do you mean?
    }

not-yet = I cannot do that here in the chat yet. A person will gladly help you.

button-keep = No, keep it
choice-language-de = German
choice-language-en = English

# Offers: only in an active conversation, always with the way out.
offer-campaign = { $text }
offer-after-purchase = { $text }
offer-cart-complement = { $text }
offer-abandoned-cart = { $text }
offer-back-in-stock = { $text }
offer-product = { $title } – { $price }
offer-stop-hint = No more offers? Write “stop”.
offer-button-accept = Add to cart
offer-button-decline = No, thanks
offer-button-stop = No more offers

# Words that end all offers by themselves
words-stop = stop unsubscribe

# What takes up again what was stopped, parted by commas
words-whichever = whatever, any, either, any of them, whichever, i don't care, don't care, doesn't matter, it doesn't matter, you choose, you decide
words-go-on = go on after all, go on, carry on, keep going, continue, resume
words-as-well = and or also what whats about how is it with at on in for the a of to by shop store branch one then too
words-beside-a-thing = please then yes ok okay i we ll will take have want
words-and = and or what whats how
words-call-off = cancel cancelled canceled cancelling
words-joining = and plus
words-all = all everything
words-but = but, except, except for, apart from, other than
words-article = the
words-of-them = of them those these the
words-keep = keep keeping
words-only = only just
words-rest = rest other others
words-every = all
words-not = not don dont never

# Telegram
command-start = Say hello
command-help = What I can do
command-cart = Your cart
command-orders = Your orders
command-language = Change the language
command-privacy = Privacy notice
command-terms = Terms
command-support = Talk to a person
command-paysupport = Help with payments
command-take = Take this chat over
command-release = Hand this chat back to the bot
command-stop = No more offers
sorry-payment = The payment does not work right now. Nothing was charged; please try again in a moment.

reject-address-unreadable = I cannot read an address from that. Write it like this: name, street and number, postcode and town.
reject-address-location = I cannot read an address from a location. Write it like this: name, street and number, postcode and town.
reject-address-too-long = That is too long for an address. Write it like this: name, street and number, postcode and town.
reject-address-missing-street = Noted: { $known }. Which street and number?
reject-address-missing-number = Noted: { $known }. Which house number?
reject-address-missing-postcode = Noted: { $known }. Which postcode and town?
reject-address-bad-postcode = “{ $postcode }” is no postcode in { $country }. What is it? We deliver to { $countries }; if it does not go to { $country }, add the country.
reject-address-missing-city = Noted: { $known }. Which town?
reject-address-country = Sorry, we do not deliver to { $country }, only to { $countries }. Do you have an address there?

# What a price per unit refers to
measure =
    { $size } { $unit ->
        [ct] { $size ->
            [one] piece
           *[other] pieces
        }
        [sqcm] cm²
        [sqm] m²
        [cbm] m³
       *[other] { $unit }
    }
