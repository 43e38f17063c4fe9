package io.kubia.controller.store;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Writes that are made durable together, and what becomes of them: each sees what the ones before it have done. Decides
 * only; nothing has happened yet when it is there.
 *
 * @param after everything as it will be
 * @param results one for each write, in order
 */
record Group(ObjectIndex after, List<Result> results) {
    /** What becomes of one write. */
    sealed interface Result {
        QueuedWrite queued();
    }

    /**
     * It will be done.
     *
     * @param bytes how long the JSON of the changed object is
     */
    record Accepted(QueuedWrite queued, Change change, int bytes) implements Result {
        private ObjectIndex appliedTo(ObjectIndex index) {
            return change instanceof Change.Deleted
                    ? index.without(change.key(), change.version())
                    : index.with(change.object(), bytes, change.version());
        }
    }

    /** It will not be done. */
    record Refused(QueuedWrite queued, WriteRefusedException why) implements Result {}

    static Group of(ObjectIndex before, List<QueuedWrite> writes, StoreLimits limits) {
        var index = before;
        var results = new ArrayList<Result>(writes.size());
        for (var queued : writes) {
            var result = result(index, queued, limits);
            if (result instanceof Accepted one) {
                index = one.appliedTo(index);
            }
            results.add(result);
        }
        return new Group(index, Collections.unmodifiableList(results));
    }

    List<Accepted> accepted() {
        var accepted = new ArrayList<Accepted>(results.size());
        for (var result : results) {
            if (result instanceof Accepted one) {
                accepted.add(one);
            }
        }
        return accepted;
    }

    private static Result result(ObjectIndex index, QueuedWrite queued, StoreLimits limits) {
        try {
            return accepted(index, queued, limits);
        } catch (WriteRefusedException e) {
            return new Refused(queued, e);
        }
    }

    private static Accepted accepted(ObjectIndex index, QueuedWrite queued, StoreLimits limits) {
        long version = index.version() + 1;
        int bytes = queued.json().length;
        return switch (queued.write()) {
            case Write.Create(var object) -> {
                if (index.item(object.key()) != null) {
                    throw new WriteRefusedException(object.key(), WriteRefusedException.Reason.ALREADY_THERE);
                }
                checkRoom(index, object, bytes, limits);
                yield new Accepted(queued, new Change.Added(object.withResourceVersion(version)), bytes);
            }
            case Write.Replace(var object, var expected) -> {
                var before = expect(index, object.key(), expected);
                checkRoom(index, object, bytes - before.bytes(), limits);
                yield new Accepted(
                        queued, new Change.Modified(before.object(), object.withResourceVersion(version)), bytes);
            }
            case Write.Remove(var key, var expected) -> {
                var before = expect(index, key, expected);
                yield new Accepted(
                        queued, new Change.Deleted(before.object().withResourceVersion(version)), before.bytes());
            }
        };
    }

    private static ObjectTree.Item expect(ObjectIndex index, ObjectKey key, long expected) {
        var item = index.item(key);
        if (item == null) {
            throw new WriteRefusedException(key, WriteRefusedException.Reason.NOT_THERE);
        }
        if (item.object().resourceVersion() != expected) {
            throw new WriteRefusedException(key, WriteRefusedException.Reason.ANOTHER_VERSION);
        }
        return item;
    }

    private static void checkRoom(ObjectIndex index, KubeObject object, int moreBytes, StoreLimits limits) {
        if (index.count() >= limits.objects() && index.item(object.key()) == null) {
            throw new WriteRefusedException(
                    object.key(),
                    WriteRefusedException.Reason.STORE_FULL,
                    "objects: " + index.count() + " are stored (expected: less than " + limits.objects()
                            + ", to store another)");
        }
        if (index.bytes() + moreBytes > limits.bytes()) {
            throw new WriteRefusedException(
                    object.key(),
                    WriteRefusedException.Reason.STORE_FULL,
                    "bytes: " + (index.bytes() + moreBytes) + " with this object (expected: <= " + limits.bytes()
                            + " for all objects together)");
        }
    }
}
