package io.kubia.controller.volume;

import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.event.EventRecorder.Kind;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.loop.Outcome;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.volume.Volume.ReclaimPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Does what was planned, step by step. The loop's thread alone calls. */
final class Executor {
    /** Nobody tells when a container that has lost its pod is gone, so that it is asked again. */
    private static final Duration AGAIN_IN_USE = Duration.ofSeconds(1);

    private static final Duration AGAIN_FAILED = Duration.ofSeconds(15);

    private final Registry registry;
    private final EventRecorder events;
    private final VolumeContents contents;

    /** What has been told of each object that waits: one thing each, and forgotten once it does not wait any more. */
    private final Map<ObjectKey, String> told = new HashMap<>();

    Executor(Registry registry, EventRecorder events, VolumeContents contents) {
        this.registry = registry;
        this.events = events;
        this.contents = contents;
    }

    /**
     * @param about whose pass this is
     * @throws ApiException a step could not be done, and those after it have not been tried
     */
    Outcome apply(ObjectKey about, List<Step> steps) {
        boolean waits = false;
        for (var step : steps) {
            switch (step) {
                case Step.Create(var object) -> registry.create(object, false);
                case Step.Change(var object) -> registry.change(object.key(), Part.WHOLE, present -> object, false);
                case Step.SetStatus(var object, var status) -> setStatus(object.key(), object.uid(), status);
                case Step.Delete(var object) -> delete(object.key(), object.uid());
                case Step.Tell(var object, var kind, var reason, var message) ->
                    events.record(object, kind, reason, message);
                case Step.TellWaiting waiting -> {
                    waits = true;
                    tellOnce(waiting);
                }
                case Step.RemoveContent(var volume) -> {
                    try {
                        remove(volume);
                    } catch (VolumeInUseException e) {
                        tellOnce(new Step.TellWaiting(volume.object(), Kind.NORMAL, "VolumeDelete", text(e)));
                        return Outcome.again(AGAIN_IN_USE);
                    } catch (IOException e) {
                        failed(volume, text(e));
                        return Outcome.again(AGAIN_FAILED);
                    }
                }
            }
        }
        if (!waits) {
            told.remove(about);
        }
        return Outcome.DONE;
    }

    /** It is not there any more. */
    void forget(ObjectKey key) {
        told.remove(key);
    }

    private void setStatus(ObjectKey key, String uid, JsonObject status) {
        registry.change(
                key,
                Part.STATUS,
                present -> uid.isEmpty() || present.uid().equals(uid) ? present.withStatus(status) : present,
                false);
    }

    private void delete(ObjectKey key, String uid) {
        try {
            registry.delete(key, DeleteOptions.DEFAULT.onlyUid(uid));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    private void remove(Volume volume) throws IOException {
        if (volume.reclaimPolicy() == ReclaimPolicy.RECYCLE) {
            contents.scrub(volume.place());
        } else {
            contents.delete(volume.place());
        }
    }

    private void failed(Volume volume, String why) {
        boolean isRecycled = volume.reclaimPolicy() == ReclaimPolicy.RECYCLE;
        setStatus(
                volume.key(),
                volume.object().uid(),
                JsonObject.of("phase", Json.of("Failed")).with("message", why));
        tellOnce(new Step.TellWaiting(
                volume.object(), Kind.WARNING, isRecycled ? "VolumeFailedRecycle" : "VolumeFailedDelete", why));
    }

    private void tellOnce(Step.TellWaiting waiting) {
        var text = waiting.reason() + " " + waiting.message();
        if (!text.equals(told.put(waiting.about().key(), text))) {
            events.record(waiting.about(), waiting.kind(), waiting.reason(), waiting.message());
        }
    }

    private static String text(IOException e) {
        var message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
