package io.kubia.controller.volume;

import io.kubia.controller.event.EventRecorder.Kind;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;

/** One thing that is to be done. Steps are done in their order, and the first that fails ends the pass. */
sealed interface Step {
    /**
     * Makes an object. When it is there already, somebody was faster, and what is to be done is decided anew.
     */
    record Create(KubeObject object) implements Step {}

    /** Writes all of an object but its status, if it still is as it was when this was decided. */
    record Change(KubeObject object) implements Step {}

    /** Writes the status of an object, if it still is that object. */
    record SetStatus(KubeObject object, JsonObject status) implements Step {}

    /** Has an object deleted, if it still is that object. */
    record Delete(KubeObject object) implements Step {}

    /** Removes what is in a volume that no claim has. */
    record RemoveContent(Volume volume) implements Step {}

    /** Tells what has been done. */
    record Tell(KubeObject about, Kind kind, String reason, String message) implements Step {}

    /** Tells what keeps something from being done, once for as long as it does. */
    record TellWaiting(KubeObject about, Kind kind, String reason, String message) implements Step {}
}
