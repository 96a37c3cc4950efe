export function CameraForm(_: {id?: string}) { return null; }
