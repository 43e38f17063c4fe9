package io.kubia.controller.cli;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a Table of the API as kubectl does. */
final class TablePrinter {
    private static final int GAP = 3;

    private TablePrinter() {}

    /** {@code wide} shows the columns of lower priority too. */
    static void print(JsonObject table, boolean wide, boolean namespaces, PrintWriter out) {
        var columns = table.array("columnDefinitions").objects();
        var shown = new ArrayList<Integer>();
        for (int i = 0; i < columns.size(); i++) {
            if (wide || columns.get(i).number("priority", 0) == 0) {
                shown.add(i);
            }
        }
        var lines = new ArrayList<List<String>>();
        var header = new ArrayList<String>();
        if (namespaces) {
            header.add("NAMESPACE");
        }
        shown.forEach(i -> header.add(columns.get(i).text("name", "").toUpperCase(Locale.ROOT)));
        lines.add(header);
        for (var row : table.array("rows").objects()) {
            lines.add(line(row, shown, namespaces));
        }
        print(lines, out);
    }

    private static List<String> line(JsonObject row, List<Integer> shown, boolean namespaces) {
        var line = new ArrayList<String>();
        if (namespaces) {
            line.add(row.object("object").object("metadata").text("namespace", ""));
        }
        var cells = row.array("cells");
        shown.forEach(i -> line.add(i < cells.size() ? text(cells.get(i)) : ""));
        return line;
    }

    private static String text(Json cell) {
        var text = cell.asText();
        return text == null ? cell.toString() : text;
    }

    private static void print(List<List<String>> lines, PrintWriter out) {
        int columns = lines.getFirst().size();
        var widths = new int[columns];
        for (var line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (var line : lines) {
            var text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                text.append(line.get(i));
                if (i < columns - 1) {
                    text.repeat(' ', widths[i] + GAP - line.get(i).length());
                }
            }
            out.println(text);
        }
    }
}
