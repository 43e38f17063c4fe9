package io.kubia.controller.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When which part of an output was noticed: lines of a length and a time, each later than the one before. */
final class OutputTimes {
    /** The output was this long at this time. */
    record Mark(long length, Instant time) {
        String line() {
            return length + " " + time.toEpochMilli() + "\n";
        }
    }

    private final List<Mark> marks;

    private OutputTimes(List<Mark> marks) {
        this.marks = marks;
    }

    /** What has been noted so far; a line that is being written is left out. */
    static OutputTimes read(Path file) throws IOException {
        var marks = new ArrayList<Mark>();
        if (Files.exists(file)) {
            var text = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (int from = 0, end; (end = text.indexOf('\n', from)) >= 0; from = end + 1) {
                int space = text.indexOf(' ', from);
                marks.add(new Mark(
                        Long.parseLong(text.substring(from, space)),
                        Instant.ofEpochMilli(Long.parseLong(text.substring(space + 1, end)))));
            }
        }
        return new OutputTimes(marks);
    }

    static void append(Path file, Mark mark) throws IOException {
        Files.writeString(file, mark.line(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** How much of the output has a time. */
    long known() {
        return marks.isEmpty() ? 0 : marks.getLast().length();
    }

    /** When the byte at an offset was noticed; {@code otherwise} when that has not been noted. */
    Instant of(long offset, Instant otherwise) {
        int low = 0;
        int high = marks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (marks.get(middle).length() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < marks.size() ? marks.get(low).time() : otherwise;
    }

    /** Where what was noticed from a time on begins. */
    long offsetOf(Instant since) {
        long begin = 0;
        for (var mark : marks) {
            if (!mark.time().isBefore(since)) {
                return begin;
            }
            begin = mark.length();
        }
        return begin;
    }
}
