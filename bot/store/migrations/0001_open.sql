-- The shop's own tables. Money in minor units, times in microseconds since 1970 UTC, documents as JSON text.
CREATE TABLE conversation (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL DEFAULT '{}',
    version INTEGER NOT NULL DEFAULT 0,
    language TEXT NOT NULL DEFAULT '',
    user_at BIGINT,              -- the shopper's own last message or press
    active_since BIGINT,         -- when the present conversation began: the first message after a pause longer than the window
    active_until BIGINT,         -- user_at plus the channel's window; an offer may leave up to and including this moment
    blocked INTEGER NOT NULL DEFAULT 0,
    handover TEXT NOT NULL DEFAULT 'bot' CHECK (handover IN ('bot', 'waiting', 'human'))
);

CREATE TABLE event (              -- history and inbox in one
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    data TEXT NOT NULL DEFAULT '{}',
    language TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    parked TEXT,                 -- the error, once it failed too often
    done BIGINT,
    record TEXT                  -- why it was answered as it was
);
CREATE INDEX event_open ON event (conversation, seq) WHERE done IS NULL AND parked IS NULL;

CREATE TABLE effect (             -- everything that has to happen outside: sends, refunds, timers
    id INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,          -- 'send', 'timer', 'refund'
    class TEXT CHECK (class IN ('reply', 'service', 'offer')),
    data TEXT NOT NULL,
    due BIGINT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    leased_until BIGINT,
    lease TEXT,
    done BIGINT,
    result TEXT,                 -- 'sent', 'withheld:<reason>', 'failed:<error>', 'cancelled'
    CHECK ((kind = 'send') = (class IS NOT NULL))
);
CREATE INDEX effect_due ON effect (due, id) WHERE done IS NULL;
CREATE INDEX effect_conversation ON effect (conversation, id) WHERE done IS NULL;

CREATE TABLE decision (           -- every offer, sent or withheld, with the reason
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL,
    offer TEXT NOT NULL,
    effect TEXT NOT NULL,        -- the effect's key
    outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'withheld')),
    reason TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    CHECK ((outcome = 'sent') = (reason = ''))
);
CREATE UNIQUE INDEX decision_sent_once ON decision (effect) WHERE outcome = 'sent';
CREATE INDEX decision_conversation ON decision (conversation, at);

CREATE TABLE consent (            -- append only; the newest row of a purpose counts
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL,
    purpose TEXT NOT NULL,
    granted INTEGER NOT NULL,
    at BIGINT NOT NULL,
    channel TEXT NOT NULL,
    wording TEXT NOT NULL
);
CREATE INDEX consent_newest ON consent (conversation, purpose, id);

CREATE TABLE cart (
    conversation TEXT PRIMARY KEY,
    voucher TEXT,
    version INTEGER NOT NULL DEFAULT 0,
    changed_at BIGINT NOT NULL
);
CREATE TABLE cart_line (
    conversation TEXT NOT NULL REFERENCES cart (conversation) ON DELETE CASCADE,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    unit_price BIGINT NOT NULL,  -- when it was put in; a later price is told before the order
    position INTEGER NOT NULL,
    PRIMARY KEY (conversation, sku)
);

CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);

CREATE TABLE orders (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,    -- the event that ordered: a second press of the button is the same order
    state TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    currency TEXT NOT NULL,
    goods BIGINT NOT NULL CHECK (goods >= 0),
    discount BIGINT NOT NULL DEFAULT 0 CHECK (discount >= 0),
    shipping BIGINT NOT NULL DEFAULT 0 CHECK (shipping >= 0),
    total BIGINT NOT NULL CHECK (total = goods - discount + shipping AND total >= 0),
    tax TEXT NOT NULL DEFAULT '[]',  -- [{"rate": 19, "gross": ..., "net": ..., "tax": ...}]
    voucher TEXT,
    fulfilment TEXT NOT NULL CHECK (fulfilment IN ('delivery', 'pickup', 'digital')),
    store TEXT,
    address TEXT,                -- JSON
    payment_method TEXT NOT NULL
);
CREATE INDEX orders_conversation ON orders (conversation, created_at);
CREATE TABLE order_line (
    order_id TEXT NOT NULL REFERENCES orders (id),
    position INTEGER NOT NULL,
    sku TEXT NOT NULL,
    title TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    unit_price BIGINT NOT NULL CHECK (unit_price >= 0),
    reduction BIGINT NOT NULL DEFAULT 0 CHECK (reduction >= 0), -- what an offer took off the line
    tax_rate INTEGER NOT NULL,   -- per cent times 100
    PRIMARY KEY (order_id, position)
);
CREATE TABLE order_event (        -- who changed an order, when and why
    order_id TEXT NOT NULL REFERENCES orders (id),
    position INTEGER NOT NULL,
    at BIGINT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (order_id, position)
);

CREATE TABLE hold (
    order_id TEXT NOT NULL REFERENCES orders (id),
    sku TEXT NOT NULL,
    store TEXT NOT NULL DEFAULT '',
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    until BIGINT NOT NULL,
    PRIMARY KEY (order_id, sku)
);

CREATE TABLE payment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id TEXT NOT NULL REFERENCES orders (id),
    key TEXT NOT NULL UNIQUE,
    provider TEXT NOT NULL,
    charge_id TEXT UNIQUE,       -- the provider's own id: counts once
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'failed', 'refund_due', 'refunded')),
    amount BIGINT NOT NULL CHECK (amount >= 0),
    currency TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX payment_order ON payment (order_id);
CREATE TABLE ledger (             -- every transfer sums to zero
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    transfer TEXT NOT NULL,
    account TEXT NOT NULL,       -- 'shopper:<conversation>', 'sales', 'shipping', 'provider:<name>'
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    at BIGINT NOT NULL,
    UNIQUE (transfer, account)
);

CREATE TABLE shipment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id TEXT NOT NULL REFERENCES orders (id),
    carrier TEXT NOT NULL DEFAULT '',
    number TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    rank INTEGER NOT NULL,       -- only grows; older news is kept in the history, not applied
    eta TEXT,
    at BIGINT NOT NULL,
    notify INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX shipment_number ON shipment (carrier, number) WHERE number <> '';

CREATE TABLE voucher_use (
    order_id TEXT NOT NULL REFERENCES orders (id),
    code TEXT NOT NULL,
    conversation TEXT NOT NULL,
    PRIMARY KEY (order_id, code)
);

CREATE TABLE address (
    conversation TEXT NOT NULL,
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    postcode TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (conversation, name, street, postcode, city, country)
);

CREATE TABLE watch (              -- "tell me when it is back"
    conversation TEXT NOT NULL,
    sku TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (conversation, sku)
);

CREATE TABLE booking (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL,
    service TEXT NOT NULL,
    store TEXT NOT NULL,
    at BIGINT NOT NULL,
    people INTEGER NOT NULL CHECK (people > 0),
    state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'cancelled', 'done'))
);

-- Nobody, whatever the code does, sends an offer into a conversation that is not active, or without consent.
CREATE TRIGGER offer_needs_active_conversation BEFORE INSERT ON decision WHEN NEW.outcome = 'sent'
BEGIN
    SELECT RAISE(ABORT, 'offer outside an active conversation')
    WHERE NOT EXISTS (
        SELECT 1 FROM conversation c
        WHERE c.id = NEW.conversation AND c.user_at IS NOT NULL AND c.user_at <= NEW.at AND NEW.at <= c.active_until
          AND NEW.at <= c.user_at + 86400000000 -- no window is longer than a day, whatever was noted
          AND c.blocked = 0 AND c.handover = 'bot'
    );
    SELECT RAISE(ABORT, 'offer without consent')
    WHERE COALESCE((
        SELECT granted FROM consent
        WHERE conversation = NEW.conversation AND purpose = 'offers' AND at <= NEW.at ORDER BY id DESC LIMIT 1
    ), 0) = 0;
END;
CREATE TRIGGER decision_is_final BEFORE UPDATE ON decision
BEGIN
    SELECT RAISE(ABORT, 'a decision is never changed');
END;
CREATE TRIGGER offer_needs_decision BEFORE UPDATE OF result ON effect WHEN NEW.class = 'offer' AND NEW.result = 'sent'
BEGIN
    SELECT RAISE(ABORT, 'offer marked sent without a decision')
    WHERE NOT EXISTS (
        SELECT 1 FROM decision WHERE effect = NEW.key AND outcome = 'sent' AND conversation = NEW.conversation
    );
END;
CREATE TRIGGER offer_not_born_sent BEFORE INSERT ON effect WHEN NEW.class = 'offer' AND NEW.result = 'sent'
BEGIN
    SELECT RAISE(ABORT, 'an offer is planned first and sent through the gate');
END;
