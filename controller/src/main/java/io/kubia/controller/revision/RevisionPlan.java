package io.kubia.controller.revision;

import io.kubia.controller.model.KubeObject;
import java.util.Optional;

/**
 * Which revisions count, and what is to be done so that they are there.
 *
 * @param current the one that pods are made from as long as an update has not come to them
 * @param update the one of the template as it is now; it may not be stored yet
 * @param collisions how often a name was taken by another template
 * @param step comes before anything that is made from {@code update}
 */
public record RevisionPlan(Revision current, Revision update, int collisions, Optional<Step> step) {
    /** The one thing that is to be done. */
    public sealed interface Step {
        /** The template is new: it is stored under the next number. */
        record Create(KubeObject revision) implements Step {}

        /** The template was there before: its revision is taken up again, under the next number. That is a rollback. */
        record Renumber(KubeObject revision) implements Step {}
    }
}
