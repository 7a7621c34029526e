-- The message that shows a shopper's newest order and cart in their topic: changed in place; 0 for none.
ALTER TABLE topic ADD COLUMN card BIGINT NOT NULL DEFAULT 0;
