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
 */
public record SearchSpace(String family, String kernels, SortedMap<String, List<Integer>> values) {
    public SearchSpace {
        SortedMap<String, List<Integer>> copies = new TreeMap<>();
        values.forEach((name, ofOne) -> copies.put(name, List.copyOf(ofOne)));
        values = Collections.unmodifiableSortedMap(copies);
    }
}
