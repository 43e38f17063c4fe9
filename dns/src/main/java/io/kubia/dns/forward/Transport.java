package io.kubia.dns.forward;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;

/**
 * The event loop to work on, and the channels that fit it.
 *
 * @param loop not shut down here
 */
public record Transport(
        EventLoop loop, Class<? extends SocketChannel> stream, Class<? extends DatagramChannel> datagram) {}
