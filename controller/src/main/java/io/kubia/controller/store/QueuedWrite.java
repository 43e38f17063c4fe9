package io.kubia.controller.store;

import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.KubeObject;
import java.util.concurrent.CompletableFuture;

/**
 * A write that waits for its turn.
 *
 * @param json what is to be stored, which its caller's thread has printed; empty for a removal
 * @param future told how it went
 */
@SuppressWarnings("ArrayRecordComponent") // made here, and changed by nobody
record QueuedWrite(Write write, byte[] json, CompletableFuture<KubeObject> future) {
    private static final byte[] NOTHING = {};

    /** Prints what is to be stored. */
    static QueuedWrite of(Write write, StoreLimits limits) {
        var json = switch (write) {
            case Write.Create create -> print(create.object());
            case Write.Replace replace -> print(replace.object());
            case Write.Remove ignored -> NOTHING;
        };
        if (json.length > limits.objectBytes()) {
            throw new WriteRefusedException(
                    write.key(),
                    WriteRefusedException.Reason.TOO_LARGE,
                    "JSON: " + json.length + " bytes (expected: <= " + limits.objectBytes() + ")");
        }
        return new QueuedWrite(write, json, new CompletableFuture<>());
    }

    /** The version is not known yet and stands beside the JSON; the field keeps its place among the others. */
    private static byte[] print(KubeObject object) {
        return JsonText.bytes(object.withResourceVersion(0).json());
    }
}
