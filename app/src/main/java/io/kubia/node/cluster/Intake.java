package io.kubia.node.cluster;

import io.kubia.node.cluster.DataInfo.Form;
import io.kubia.node.cluster.DataInfo.State;
import io.kubia.node.peers.Peer;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What has come from one peer in one round and has not yet gone on to a reader. Used on the cluster's event loop only;
 * nanoseconds are those of a clock that never jumps.
 *
 * <p>Bytes are copied out of the network's buffers: a slice of ten bytes would hold a buffer of kilobytes, and a peer
 * that sends its data byte by byte must not cost more than its data.
 */
final class Intake {
    private static final byte[] NOTHING_POSTED = DataInfo.NOTHING_POSTED.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_BYTES = {};

    /** Less than any server's patience with a client that does not read. */
    private static final Duration HELD_FOR_LONG = Duration.ofSeconds(2);

    private final Peer peer;
    private final ClusterConfig config;
    private final HeldBytes memory;
    private final Function<Intake, PeerSource> sources;
    private Owner owner;
    private PeerSource source;

    private @Nullable DataInfo info;
    private @Nullable String failure;
    private @Nullable Content atOnce;
    private byte[] held = NO_BYTES;
    private int length;
    private long received;
    private boolean isEnded;

    private long waitingSince;
    private long waitedBefore;
    private long heldSince;
    private boolean isHeldBack;
    private boolean isLost;
    private boolean isUntouched = true;

    Intake(Peer peer, ClusterConfig config, HeldBytes memory, Function<Intake, PeerSource> sources, Owner owner) {
        this.peer = peer;
        this.config = config;
        this.memory = memory;
        this.sources = sources;
        this.owner = owner;
        this.source = sources.apply(this);
    }

    /** Who decides what is done with it. */
    interface Owner {
        /** Takes over the bytes instead of having them held, if it wants to; else returns false. */
        boolean passOn(Intake intake, ByteBuf bytes);

        /** More bytes are held. */
        void received(Intake intake);

        /** It has ended or failed: nothing comes any more. */
        void settled(Intake intake);
    }

    Peer peer() {
        return peer;
    }

    void changeOwner(Owner next) {
        owner = next;
    }

    void start(long now) {
        waitingSince = now;
        source.start();
    }

    // What the source tells.

    void started(DataInfo told) {
        if (told.length() > config.maxData()) {
            tooLarge();
        } else {
            info = told;
        }
    }

    /** Takes over the bytes. */
    void bytes(ByteBuf bytes) {
        received += bytes.readableBytes();
        if (received > config.maxData()) {
            bytes.release();
            tooLarge();
        } else if (isSettled() || info().state() == State.EMPTY || !bytes.isReadable()) {
            bytes.release();
        } else if (!owner.passOn(this, bytes)) {
            hold(bytes);
            bytes.release();
            owner.received(this);
        }
    }

    void ended() {
        var told = info();
        if (told.state() == State.EMPTY || (told.form() == Form.UNTOLD && saysNothingPosted())) {
            info = told.empty();
            dropHeld();
        } else if (told.length() == DataInfo.UNKNOWN) {
            info = told.withLength(received);
        }
        isEnded = true;
        owner.settled(this);
    }

    /** Everything at once, from memory. */
    void complete(DataInfo told, Content content) {
        info = told;
        atOnce = content;
        received = content.length();
        memory.add(content.length());
        isEnded = true;
        owner.received(this);
        owner.settled(this);
    }

    /** Nothing comes any more. A peer that gave up while we held it back is asked again, when its turn comes. */
    void failed(String reason) {
        if (isHeldBack && isUntouched) {
            isLost = true;
        } else {
            fail(reason);
        }
    }

    // What the owner does.

    /** No more of it for now; until it goes on, its time does not count. */
    void holdBack(long now) {
        if (!isHeldBack && !isSettled()) {
            isHeldBack = true;
            heldSince = now;
            waitedBefore += now - waitingSince;
            source.pause();
        }
    }

    /**
     * From now on what it holds is taken. A peer that was held back for long is asked again instead, as it may have
     * lost its patience meanwhile, which would show only after what it had sent before. Returns whether it was.
     */
    boolean startAgainIfHeldForLong(long now) {
        if (!isHeldBack || !isUntouched || (!isLost && now - heldSince < HELD_FOR_LONG.toNanos())) {
            return false;
        }
        source.abandon();
        isLost = false;
        isHeldBack = false;
        waitingSince = now;
        info = null;
        received = 0;
        dropHeld();
        source = sources.apply(this);
        source.start();
        return true;
    }

    void goOn(long now) {
        if (isHeldBack) {
            isHeldBack = false;
            waitingSince = now;
            source.resume();
        }
    }

    /** How long it may still be waited for. */
    long remaining(long now) {
        return isHeldBack || isSettled()
                ? Long.MAX_VALUE
                : config.peerTimeout().toNanos() - waitedBefore - (now - waitingSince);
    }

    /** It has been waited for long enough. */
    void expire() {
        if (!isSettled()) {
            fail(source.expire());
        }
    }

    /** Nothing comes any more, for this reason. */
    void stop(String reason) {
        if (!isSettled()) {
            source.abandon();
            fail(reason);
        }
    }

    /** Nobody wants it any more. */
    void abandon() {
        if (!isSettled()) {
            source.abandon();
            failure = "abandoned";
        }
        dropHeld();
    }

    /** What is held, which is then held no more. */
    Content takeHeld() {
        var content = atOnce != null ? atOnce : Content.of(held, length);
        isUntouched = false;
        dropHeld();
        return content;
    }

    boolean isSettled() {
        return isEnded || failure != null;
    }

    boolean isEnded() {
        return isEnded;
    }

    @Nullable
    String failure() {
        return failure;
    }

    /** Whether it is known what this is, so that its reader can be told: a foreign peer has no header for "nothing". */
    boolean isDecided() {
        return info != null
                && (isSettled()
                        || info.form() != Form.UNTOLD
                        || (info.length() != DataInfo.UNKNOWN && info.length() != NOTHING_POSTED.length)
                        || received > NOTHING_POSTED.length);
    }

    DataInfo info() {
        if (info == null) {
            throw new IllegalStateException("info: none (expected: told before the bytes)");
        }
        return info;
    }

    boolean isTooMuch() {
        return memory.isTooMuch(length);
    }

    boolean holdsAnything() {
        return length > 0;
    }

    /** What came of it, once it is settled. */
    PeerReading reading() {
        if (failure != null) {
            return new PeerReading.Failed(peer, failure);
        }
        if (atOnce != null) {
            return new PeerReading.Read(peer, info(), atOnce);
        }
        // A quarter more than needed is cheaper than a copy; more is not, as the answer may be kept for a while.
        var bytes = held.length - length > length / 4 ? Arrays.copyOf(held, length) : held;
        return new PeerReading.Read(peer, info(), Content.of(bytes, length));
    }

    private void hold(ByteBuf bytes) {
        int more = bytes.readableBytes();
        if (length + more > held.length) {
            held = Arrays.copyOf(held, capacity(length + more));
        }
        bytes.readBytes(held, length, more);
        length += more;
        memory.add(more);
    }

    /** All that will come if that is little enough to be held, else somewhat more each time. */
    private int capacity(int needed) {
        long told = info().length();
        return told >= needed && told <= memory.window()
                ? (int) told
                : Math.max(needed, Math.min(2 * needed, memory.window()));
    }

    private void dropHeld() {
        memory.remove(atOnce != null ? atOnce.length() : length);
        atOnce = null;
        held = NO_BYTES;
        length = 0;
    }

    private boolean saysNothingPosted() {
        return Arrays.equals(held, 0, length, NOTHING_POSTED, 0, NOTHING_POSTED.length);
    }

    private void tooLarge() {
        source.abandon();
        fail("its data is larger than " + config.maxData() + " bytes");
    }

    private void fail(String reason) {
        failure = reason;
        owner.settled(this);
    }
}
