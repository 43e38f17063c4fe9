package io.kubia.dns.zone;

import org.jspecify.annotations.Nullable;

/** Names while they are changed, by one thread, before anybody sees them. */
final class NameEdits {
    private final NameKey key = new NameKey();
    private NameTrie names = NameTrie.EMPTY;

    /** The names as they are now. */
    NameTrie names() {
        return names;
    }

    /** What stands at a name; null when it is not there. */
    @Nullable
    Content get(byte[] name) {
        var node = find(name);
        return node == null ? null : node.content();
    }

    @Nullable
    NameNode find(byte[] name) {
        key.set(name);
        return names.find(key);
    }

    void put(byte[] name, Content content) {
        key.set(name);
        names = names.with(new NameNode(key, name, content), key);
    }

    void remove(byte[] name) {
        key.set(name);
        names = names.without(key);
    }
}
