//! Without features the crate depends on nothing.

use std::process::Command;

#[test]
fn without_features_nothing_is_linked() {
    let tree = |features: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none", "--no-default-features"])
            .args(features)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).lines().count()
    };
    assert_eq!(tree(&[]), 1);
    assert!(tree(&["--features", "decimal"]) > 1, "the count must see a dependency where there is one");
}
