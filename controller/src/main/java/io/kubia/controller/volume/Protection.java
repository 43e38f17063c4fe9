package io.kubia.controller.volume;

import io.kubia.controller.model.KubeObject;
import java.util.ArrayList;
import java.util.List;

/** The finalizers that keep what is in use; the registry puts them on everything new. */
final class Protection {
    private Protection() {}

    /** Takes one away, if it is there. */
    static List<Step> lift(KubeObject object, String finalizer) {
        var left = new ArrayList<>(object.finalizers());
        return left.remove(finalizer) ? List.of(new Step.Change(object.withFinalizers(left))) : List.of();
    }
}
