package io.kubia.controller.statefulset;

import io.kubia.controller.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one pass does.
 *
 * @param actions in their order
 * @param status of the set, as it is with these actions
 * @param waitingFor why no more is done, as a sentence; nothing when all is as it should be
 * @param dueAt when time alone makes something possible
 */
record Plan(List<Action> actions, JsonObject status, Optional<String> waitingFor, Optional<Instant> dueAt) {
    Plan {
        actions = List.copyOf(actions);
    }
}
