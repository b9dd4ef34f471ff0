package dev.santoku.backend;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parameters of one family of kernels and the values that are worth trying. Not every combination need be allowed.
 *
 * @param family the family's name
 * @param kernels a digest of the family's sources: what was found out holds for these alone
 * @param values by parameter, in ascending order, at least one each
 * @param together names of parameters that a search should change at once, too: alone, each makes it worse
 */
public record SearchSpace(
        String family, String kernels, SortedMap<String, List<Integer>> values, List<List<String>> together) {
    public SearchSpace {
        SortedMap<String, List<Integer>> copies = new TreeMap<>();
        values.forEach((name, ofOne) -> copies.put(name, List.copyOf(ofOne)));
        values = Collections.unmodifiableSortedMap(copies);
        together = together == null
                ? List.of()
                : together.stream().map(List::copyOf).toList();
    }

    /** Of parameters that can be changed one by one. */
    public SearchSpace(String family, String kernels, SortedMap<String, List<Integer>> values) {
        this(family, kernels, values, List.of());
    }
}
