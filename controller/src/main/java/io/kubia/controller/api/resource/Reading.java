package io.kubia.controller.api.resource;

import io.kubia.controller.api.format.Form;
import io.kubia.controller.api.format.Renderer;
import io.kubia.controller.api.http.Query;
import io.kubia.controller.api.http.Request;
import io.kubia.controller.api.http.Response;
import io.kubia.controller.api.selector.Filter;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Gets objects and lists them. */
public final class Reading {
    private static final byte[] LIST_END = Renderer.LIST_END.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMA = {','};

    private final Registry registry;
    private final Renderer renderer;
    private final Pages pages;

    public Reading(Registry registry, Renderer renderer, InstantSource clock) {
        this.registry = registry;
        this.renderer = renderer;
        this.pages = new Pages(clock);
    }

    /** One object. */
    public Response get(Target target, Request request) {
        var form = form(request);
        var version = Versions.of(request.query());
        var now = registry.now();
        if (version.isPresent() && version.getAsLong() > now.version()) {
            throw Versions.tooLarge(version.getAsLong(), now.version());
        }
        return answer(200, registry.get(target.key()), form);
    }

    /** An object as an answer. */
    Response.Whole answer(int status, KubeObject object, Form form) {
        var body = Renderer.bytes(renderer.object(object, form), form);
        return new Response.Whole(status, form.contentType(), List.of(), body);
    }

    /** The form of answer that a request asks for. */
    static Form form(Request request) {
        return Form.of(request.head().list("Accept"), request.query());
    }

    /** The objects of a collection, or a page of them. */
    public Response list(Target target, Request request) {
        var form = form(request);
        var filter = Filter.of(target.type(), request.query());
        try {
            var page = page(target, request.query(), filter);
            return form.as() == Form.As.YAML ? whole(target, page, form) : streamed(target, page, form);
        } catch (Pages.ExpiredException e) {
            return Response.json(410, e.json());
        }
    }

    private record Page(List<KubeObject> objects, JsonObject metadata) {}

    private Page page(Target target, Query query, Filter filter) {
        var place = place(query);
        var all = candidates(target, place.snapshot(), filter);
        int at = place.afterName().isEmpty() ? 0 : indexAfter(all, place);
        long limit = Versions.number(query, "limit").orElse(0);
        var objects = new ArrayList<KubeObject>();
        while (at < all.size() && (limit == 0 || objects.size() < limit)) {
            var object = all.get(at++);
            if (filter.matches(object)) {
                objects.add(object);
            }
        }
        var metadata = JsonObject.builder()
                .put("resourceVersion", Long.toString(place.snapshot().version()));
        if (hasMore(all, at, filter)) {
            metadata.put("continue", pages.tokenAfter(objects.getLast(), place.snapshot()));
            if (filter.isEmpty()) {
                metadata.put("remainingItemCount", all.size() - at);
            }
        }
        return new Page(objects, metadata.build());
    }

    private Pages.Place place(Query query) {
        var now = registry.now();
        var token = query.text("continue");
        var version = Versions.of(query);
        var match = query.text("resourceVersionMatch");
        if (!token.isEmpty()) {
            if (version.isPresent() && version.getAsLong() != 0) {
                throw Versions.invalid(
                        "resourceVersion",
                        "Invalid value: specifying resource version is not allowed when using continue");
            }
            return pages.place(token, now);
        }
        if (!match.isEmpty() && version.isEmpty()) {
            throw Versions.invalid(
                    "resourceVersionMatch",
                    "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided");
        }
        return switch (match) {
            case "", "NotOlderThan" -> new Pages.Place(notOlder(now, version.orElse(0)), "", "");
            case "Exact" -> new Pages.Place(exact(now, version.orElse(0)), "", "");
            default ->
                throw Versions.invalid(
                        "resourceVersionMatch",
                        "Unsupported value: \"" + match + "\": supported values: \"Exact\", \"NotOlderThan\"");
        };
    }

    private static Snapshot notOlder(Snapshot now, long version) {
        if (version > now.version()) {
            throw Versions.tooLarge(version, now.version());
        }
        return now;
    }

    private Snapshot exact(Snapshot now, long version) {
        if (version == 0) {
            throw Versions.invalid(
                    "resourceVersionMatch",
                    "Forbidden: resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"");
        }
        return pages.of(notOlder(now, version).version() == version ? now.version() : version, now)
                .orElseThrow(() -> Versions.expired(version));
    }

    /** In their order; only the one that can match when the filter names it. */
    private static List<KubeObject> candidates(Target target, Snapshot snapshot, Filter filter) {
        var name = filter.fields().name();
        if (name.isPresent()
                && (!target.type().namespaced() || !target.namespace().isEmpty())) {
            if (name.get().isEmpty()) {
                return List.of();
            }
            var key = new io.kubia.controller.model.ObjectKey(target.type(), target.namespace(), name.get());
            return snapshot.get(key).map(List::of).orElse(List.of());
        }
        return snapshot.list(target.selection());
    }

    private static int indexAfter(List<KubeObject> all, Pages.Place place) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            var object = all.get(middle);
            int order = object.namespace().compareTo(place.afterNamespace());
            if (order == 0) {
                order = object.name().compareTo(place.afterName());
            }
            if (order > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static boolean hasMore(List<KubeObject> all, int from, Filter filter) {
        for (int i = from; i < all.size(); i++) {
            if (filter.matches(all.get(i))) {
                return true;
            }
        }
        return false;
    }

    private Response whole(Target target, Page page, Form form) {
        var elements = new ArrayList<Json>(page.objects.size());
        for (var object : page.objects) {
            elements.add(renderer.element(object, form));
        }
        var list = renderer.list(target.type(), form, page.metadata, elements);
        return new Response.Whole(200, form.contentType(), List.of(), Renderer.bytes(list, form));
    }

    /** Element by element: ten thousand pods are never one piece of text. */
    private Response streamed(Target target, Page page, Form form) {
        return new Response.Streamed(200, form.contentType(), List.of(), out -> {
            out.write(renderer.listBegin(target.type(), form, page.metadata));
            boolean isFirst = true;
            for (var object : page.objects) {
                if (!isFirst) {
                    out.write(COMMA);
                }
                isFirst = false;
                out.write(JsonText.bytes(renderer.element(object, form)));
            }
            end(out);
        });
    }

    private static void end(io.kubia.controller.api.http.ResponseStream out) throws IOException {
        out.write(LIST_END);
    }
}
