// Native frames inside a component of the world `table-frames`.
export { default } from "sandtable:transform/frames";
