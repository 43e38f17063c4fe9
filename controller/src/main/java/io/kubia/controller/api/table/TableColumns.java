package io.kubia.controller.api.table;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import java.time.Instant;
import java.util.List;

/** What tables say of each kind of object. Pure: the same answer for the same arguments, from any thread. */
public interface TableColumns {
    /** The columns of a kind, the wide ones among them in their place. */
    List<Column> columns(ResourceType type);

    /** One object's cells, one for each column of its kind: strings, whole numbers or truths. */
    List<Json> cells(KubeObject object, Instant now);
}
