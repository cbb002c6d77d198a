//! What entries add up to: current findings, what is still required, two versions. Pure; both wings use it.
