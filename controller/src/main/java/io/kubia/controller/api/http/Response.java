package io.kubia.controller.api.http;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An answer. */
public sealed interface Response {
    /** The content type of nearly everything. */
    String JSON = "application/json";

    int status();

    String contentType();

    /** More fields of the head. */
    List<Field> fields();

    /** This with one more field. */
    Response with(String name, String value);

    /** One field of the head. */
    record Field(String name, String value) {}

    /** One whose body is at hand. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, compared by nobody; a copy of each body would cost
    record Whole(int status, String contentType, List<Field> fields, byte[] body) implements Response {
        public Whole {
            fields = List.copyOf(fields);
        }

        @Override
        public Whole with(String name, String value) {
            return new Whole(status, contentType, longer(fields, name, value), body);
        }
    }

    /** One whose body is made while it is sent, on the thread of the request. */
    record Streamed(int status, String contentType, List<Field> fields, Body body) implements Response {
        public Streamed {
            fields = List.copyOf(fields);
        }

        @Override
        public Streamed with(String name, String value) {
            return new Streamed(status, contentType, longer(fields, name, value), body);
        }
    }

    /** Makes a body. */
    @FunctionalInterface
    interface Body {
        /**
         * Writes all of it; whoever called ends it.
         *
         * @throws IOException the client is gone, or the rest cannot be had
         */
        void write(ResponseStream out) throws IOException;
    }

    static Whole json(int status, Json value) {
        return new Whole(status, JSON, List.of(), JsonText.bytes(value));
    }

    static Whole text(int status, String text) {
        return new Whole(status, "text/plain; charset=utf-8", List.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer that says what went wrong. */
    static Whole of(Status status) {
        var answer = json(status.code(), status.json());
        return switch (status.code()) {
            case 401 -> answer.with("WWW-Authenticate", "Bearer realm=\"kubia\"");
            case 429 -> answer.with("Retry-After", "1");
            default -> answer;
        };
    }

    private static List<Field> longer(List<Field> fields, String name, String value) {
        var longer = new ArrayList<>(fields);
        longer.add(new Field(name, value));
        return longer;
    }
}
