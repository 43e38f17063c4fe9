package io.kubia.controller.store;

import java.util.List;

/** Where groups of writes are made to last. Used by one thread. */
interface Journal extends AutoCloseable {
    /**
     * Appends a group, whole or not at all.
     *
     * @param synced whether it must be on the disk when this returns; otherwise it is in the kernel's hands, and is lost if
     *     the power fails before the next group that is synced
     * @throws StoreException it is unknown whether the group is there; nothing can be appended any longer
     */
    void append(List<Group.Accepted> writes, Layout.Head head, boolean synced);

    @Override
    void close();
}
