package io.thermograd.verdict;

/** The theory's claims that one run can be held against; T1 is decided over the whole job. */
public enum Claim {
  T2,
  T3,
  T4,
  T5,
  T6,
  T7,
  T8,
  T9
}
