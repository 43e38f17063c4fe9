package io.kubia.controller.api.watch;

import io.kubia.controller.api.format.Form;
import io.kubia.controller.api.http.Query;
import io.kubia.controller.api.selector.Filter;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.store.Selection;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a client wants to be told.
 *
 * @param after only changes after this version; nothing when it wants to begin with what there is
 * @param start whether what there is comes first
 * @param bookmarks whether it wants to be told how far it has come
 * @param timeout when it wants the watch to end
 */
record WatchRequest(
        Selection selection,
        Filter filter,
        Form form,
        OptionalLong after,
        Start start,
        boolean bookmarks,
        Duration timeout) {
    /** What comes before the changes. */
    enum Start {
        /** Nothing: the client has listed already, or does not care. */
        CHANGES,
        /** Everything that there is. */
        OBJECTS,
        /** Everything that there is, and a bookmark that says that this was all. */
        OBJECTS_AND_MARK
    }

    static WatchRequest of(Selection selection, Form form, Query query, Duration longest) {
        var after = number(query, "resourceVersion");
        boolean bookmarks = query.isTrue("allowWatchBookmarks");
        var timeout = number(query, "timeoutSeconds");
        return new WatchRequest(
                selection,
                Filter.of(selection.type(), query),
                form,
                after,
                start(query, after, bookmarks),
                bookmarks,
                timeout.isPresent() && timeout.getAsLong() > 0
                        ? Duration.ofSeconds(Math.min(timeout.getAsLong(), 24 * 3600))
                        : longest);
    }

    private static Start start(Query query, OptionalLong after, boolean bookmarks) {
        boolean isUnset = after.orElse(0) == 0;
        var match = query.text("resourceVersionMatch");
        if (!query.has("sendInitialEvents")) {
            if (!match.isEmpty()) {
                throw invalid("resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless"
                        + " sendInitialEvents is provided");
            }
            return isUnset ? Start.OBJECTS : Start.CHANGES;
        }
        if (!match.equals("NotOlderThan")) {
            throw invalid("resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to"
                    + " NotOlderThan");
        }
        if (!query.isTrue("sendInitialEvents")) {
            return Start.CHANGES;
        }
        return bookmarks ? Start.OBJECTS_AND_MARK : Start.OBJECTS;
    }

    private static OptionalLong number(Query query, String name) {
        var text = query.text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw invalid(name + ": Invalid value: \"" + text + "\": strconv.ParseUint: parsing \"" + text
                + "\": invalid syntax");
    }

    private static ApiException invalid(String why) {
        return new ApiException(Status.plain(422, "Invalid", "ListOptions.meta.k8s.io \"\" is invalid: " + why));
    }
}
