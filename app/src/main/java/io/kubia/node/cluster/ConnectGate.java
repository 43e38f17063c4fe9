package io.kubia.node.cluster;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many connections are opened at once, so that a thousand peers do not cost a thousand handshakes in one
 * burst. A peer that does not answer keeps its place only for a moment: hundreds of dead ones must not hold up the
 * others for as long as they are waited for. Used on one event loop only.
 */
final class ConnectGate {
    private final EventLoop loop;
    private final int places;
    private final long momentMillis;
    private final Queue<Place> waiting = new ArrayDeque<>();
    private int taken;

    ConnectGate(EventLoop loop, int places, long momentMillis) {
        this.loop = loop;
        this.places = places;
        this.momentMillis = momentMillis;
    }

    /** Runs {@code connect} now, or as soon as there is a place. Who is done, or does not want to go on, leaves. */
    Place enter(Runnable connect) {
        var place = new Place(connect);
        if (taken < places) {
            place.take();
        } else {
            waiting.add(place);
        }
        return place;
    }

    /** One connection's place: waiting, taken, or left. */
    final class Place {
        private final Runnable connect;
        private @Nullable ScheduledFuture<?> moment;
        private boolean isTaken;
        private boolean isLeft;

        private Place(Runnable connect) {
            this.connect = connect;
        }

        void leave() {
            if (isLeft) {
                return;
            }
            isLeft = true;
            if (moment != null) {
                moment.cancel(false);
            }
            if (isTaken) {
                taken--;
                admit();
            }
        }

        private void take() {
            isTaken = true;
            taken++;
            moment = loop.schedule(this::leave, momentMillis, TimeUnit.MILLISECONDS);
            connect.run();
        }
    }

    private void admit() {
        while (taken < places && !waiting.isEmpty()) {
            var next = waiting.remove();
            if (!next.isLeft) {
                next.take();
            }
        }
    }
}
