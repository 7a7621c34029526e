-- Where the shop's people answer a shopper: a topic each in their group.
CREATE TABLE topic (
    conversation TEXT PRIMARY KEY,
    chat BIGINT NOT NULL,
    thread BIGINT NOT NULL,
    UNIQUE (chat, thread)
);
